/* SPDX-License-Identifier: MIT */
/* What every operation that takes a password shares. */
#ifndef OPERATIONS_PASSWORDS_H
#define OPERATIONS_PASSWORDS_H

#include "api/request.h"

struct secret {
    const char *value;
};
extern const struct rule secret_rules[];

/*
 * Refuses a plain password where the realm demands tokenised ones, and a token that is unknown:
 * PASS when the value can be used as it is.
 */
int tokenised_or_reply(struct request *r, const char *value);

/* Refuses what the realm's profile refuses: PASS when the password is good. */
int policy_or_reply(struct request *r, const char *password);

#endif
