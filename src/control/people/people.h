/* SPDX-License-Identifier: MIT */
/* Control API: what people and their identities share (control.md 4). */
#ifndef CONTROL_PEOPLE_PEOPLE_H
#define CONTROL_PEOPLE_PEOPLE_H
#include "weavr/diligence.h"

/* What the provider of due diligence is made to say. */
struct verdict {
    const char *kyc;
    const char *kyb;
    struct grounds grounds;
};

#define GROUNDS_RULES(type)                                                                        \
    RULE_TEXTS(type, verdict.grounds.reasons, "details", .most = 20, .values = diligence_reasons), \
        RULE_TEXT(type, verdict.grounds.comment, "rejectionComment", .most = 1000)

enum diligence_status verdict_status(const struct verdict *verdict);

/* A consumer and whoever is checked as a person has some reasons, a corporate has others. */
int grounds_or_reply(struct request *r, enum identity_type checked, const struct grounds *grounds);

/* The verdict, if there is one, on an identity of the realm. 0 or a negative errno. */
int decide_identity(struct request *r, int64_t id, const struct verdict *verdict);

/* weavr-auth.md 3.2: what the operator deactivates loses its factors, and does not get them back. */
int deactivate_factors(struct request *r, int64_t person);

/* The user with an id of the path, in the realm. PASS, or refused. */
int user_or_reply(struct request *r, int64_t id, struct user *ret);

/*
 * The person of a user's id in a query, for filters: 0 for 0, and the id itself where no user has it,
 * because a customer without a user goes by the person's own id.
 */
int person_of_user(struct request *r, int64_t id, int64_t *ret);

#endif
