/* SPDX-License-Identifier: MIT */
/* What the operator makes the provider of due diligence say (control.md 4). */
#ifndef CONTROL_VERDICT_H
#define CONTROL_VERDICT_H
#include "weavr/diligence.h"

struct verdict {
    const char *kyc;
    const char *kyb;
    struct grounds grounds;
};

#define GROUNDS_RULES(type)                                                                        \
    RULE_TEXTS(type, verdict.grounds.reasons, "details", .most = 20, .values = diligence_reasons), \
        RULE_TEXT(type, verdict.grounds.comment, "rejectionComment", .most = 1000)

/* A consumer and whoever is checked as a person has some reasons, a corporate has others. */
int grounds_or_reply(struct request *r, enum identity_type checked, const struct grounds *grounds);

/* The verdict, if there is one, on an identity of the realm. 0 or a negative errno. */
int decide_identity(struct request *r, int64_t id, const struct verdict *verdict);

#endif
