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
 * The password that was meant: a token's value, or what was sent. Where the realm demands tokens,
 * a plain password is refused, and a token that is unknown or was purged. PASS with `ret`.
 */
int plain_or_reply(struct request *r, const char *sent, const char **ret);

/* Refuses what the realm's profile refuses: PASS when the password is good. */
int policy_or_reply(struct request *r, const char *password);

#endif
