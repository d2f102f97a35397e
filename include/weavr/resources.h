/* SPDX-License-Identifier: MIT */
/* Declaring resources, by the control API and by seeds alike. */
#ifndef WEAVR_RESOURCES_H
#define WEAVR_RESOURCES_H

#include "directory/context.h"
#include "weavr/resource_type.h"

struct resource_form {
    int type;            /* enum resource_type */
    int64_t id;          /* 0: a fresh one */
    int state;           /* enum resource_state; -1: waits for a challenge */
    const char *outcome; /* of its execution; NULL: it completes */
};

/* clang-format off */
#define RESOURCE_RULES(type_, member)                                                              \
    RULE_CHOICE(type_, member.type, "type", resource_type_names, REQUIRED),                        \
    {.name = "id", .kind = RULE_KIND_ID, .format = FORMAT_SEED_ID, .least = 1, .most = 18,         \
     .offset = MEMBER_AT(type_, member.id, int64_t)},                                              \
    RULE_CHOICE(type_, member.state, "state", resource_state_names),                               \
    RULE_TEXT(type_, member.outcome, "outcome", .values = resource_outcome_names)
/* clang-format on */

/* -EEXIST when the realm has a resource of that id. */
int resource_declare(struct context *ctx, const struct resource_form *form, int64_t owner,
                     struct resource *ret);

#endif
