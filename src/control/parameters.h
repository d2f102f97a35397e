/* SPDX-License-Identifier: MIT */
/* Parameters and checks that several operations share. */
#ifndef CONTROL_PARAMETERS_H
#define CONTROL_PARAMETERS_H

#include "engine/request.h"
#include "json/values.h"

/* Limits of lists, and of the time that a list waits for its first item. */
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

/* The same for lists that show all rows unless there are very many. */
int64_t limit_or_all(int64_t limit);

/* The realm with an id or name of the query; NULL for NULL. PASS, or refused with 404. */
int realm_or_reply(struct request *r, const char *id_or_name, struct realm **ret);

/*
 * For a request whose list is empty: holds it until there is news in its realm, for at most so many
 * seconds from its arrival. False when that time is over.
 */
bool hold_for_news(struct request *r, int64_t seconds);

/*
 * The operation of a name that the request has at `place`; NULL for NULL. PASS, or refused, because
 * a mistyped name would never match.
 */
int operation_or_reply(struct request *r, const struct place *place, const char *name,
                       const struct operation **ret);

/* Groups of operations in the documents that several files belong to. */
extern const struct group realms_group, content_group, money_group, journal_group, program_group;

/* The input of operations on an item of a realm: the {id} of the path. */
extern const struct input realm_item_input;

#endif
