/* SPDX-License-Identifier: MIT */
/* What the operations on people and on identities share (control.md 4). */
#ifndef CONTROL_PEOPLE_PEOPLE_H
#define CONTROL_PEOPLE_PEOPLE_H
#include "weavr/diligence.h"

/* A decision of the due diligence provider, as the operator sets it. */
struct decision {
    const char *kyc;
    const char *kyb;
    struct grounds grounds;
};

#define GROUNDS_RULES(type)                                                                        \
    RULE_TEXTS(type, decision.grounds.reasons, "details", .most = 20,                              \
               .values = diligence_reasons),                                                       \
        RULE_TEXT(type, decision.grounds.comment, "rejectionComment", .most = 1000)

enum diligence_status decision_status(const struct decision *decision);

/* Checks that the reasons are those of a person or of a corporate. PASS, or refused. */
int grounds_or_reply(struct request *r, enum identity_type checked, const struct grounds *grounds);

/* Applies the decision, if there is one, to an identity of the realm. 0 or a negative errno. */
int decide_identity(struct request *r, int64_t id, const struct decision *decision);

/* Deactivates all factors of a person, for good (weavr-auth.md 3.2). */
int deactivate_factors(struct request *r, int64_t person);

/* The user with an id of the path, in the realm. PASS, or refused. */
int user_or_reply(struct request *r, int64_t id, struct user *ret);

/*
 * The person of a user's id in a query, for filters: 0 for 0, and the id itself where no user has
 * it, because a customer without a user has the id of its person.
 */
int person_of_user(struct request *r, int64_t id, int64_t *ret);

#endif
