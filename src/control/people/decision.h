/* SPDX-License-Identifier: MIT */
/* The due diligence of identities and users, as the operator sets it (control.md 4). */
#ifndef CONTROL_PEOPLE_DECISION_H
#define CONTROL_PEOPLE_DECISION_H

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

/* Checks that the reasons are those of a person or of a corporate. PASS, or refused. */
int grounds_or_reply(struct request *r, enum identity_type checked, const struct grounds *grounds);

/* Applies the decision, if there is one, to an identity of the realm. 0 or a negative errno. */
int decide_identity(struct request *r, int64_t id, const struct decision *decision);

#endif
