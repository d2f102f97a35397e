/* SPDX-License-Identifier: MIT */
/* Acts on instruments that the API, the control API and seeds share. 0 or a negative errno. */
#ifndef WEAVR_INSTRUMENTS_H
#define WEAVR_INSTRUMENTS_H

#include "directory/context.h"
#include "model/money.h"

/* Opens an account: `account` has all but an id (0: a new one) and a time. -EEXIST: the id is taken. */
int account_open(struct context *ctx, struct instrument *account);

/* Gives the account an IBAN, or a sort code and account number (weavr-money.md 2.1.8). */
int account_allocate_iban(struct context *ctx, struct instrument *account);

/* Adds or lifts the block of a reason. -EALREADY: there is one, or none. */
int instrument_block(struct context *ctx, struct instrument *i, const char *reason);
int instrument_unblock(struct context *ctx, struct instrument *i, const char *reason);

/* Ends the instrument for good. */
int instrument_destroy(struct context *ctx, struct instrument *i, const char *reason);

#endif
