/* SPDX-License-Identifier: MIT */
/* What the handlers of the control API share. */
#ifndef CONTROL_PARAMETERS_H
#define CONTROL_PARAMETERS_H
#include "engine/request.h"
#include "json/values.h"

/* How many are listed, unless the query says otherwise; and for how long a list waits to be filled. */
#define LIMIT_DEFAULT 100
#define LIMIT_MOST 10000
#define WAIT_MOST_SECONDS 60
#define GLOB_MOST 200

/* clang-format off */
#define RULE_LIMIT(type)                                                                           \
    RULE_INTEGER(type, limit, "limit", .place = IN_QUERY, .least = 1, .most = LIMIT_MOST)
#define RULE_WAIT(type)                                                                            \
    RULE_INTEGER(type, wait, "wait", .place = IN_QUERY, .most = WAIT_MOST_SECONDS)
/* clang-format on */

int64_t limit_or_default(int64_t limit);

/* The same for lists that are whole unless the query says otherwise. */
int64_t limit_or_all(int64_t limit);

/* The realm of that id or name that a query asks for; NULL for NULL. PASS, or refused with 404. */
int realm_or_reply(struct request *r, const char *id_or_name, struct realm **ret);

/*
 * What is listed is empty: whether the request waits for news of its realm, up to so many seconds
 * from when it came.
 */
bool is_held_for_news(struct request *r, int64_t seconds);

/*
 * The operation of that name, which stands at `place`; NULL for NULL. PASS, or refused: a mistyped
 * name would match nothing for ever.
 */
int operation_or_reply(struct request *r, const struct place *place, const char *name,
                       const struct operation **ret);

/* Groups of operations in the documents that several files belong to. */
extern const struct group realms_group, content_group, journal_group, program_group;

/* Something in a realm that the path names by its id. */
extern const struct input realm_item_input;

#endif
