/* SPDX-License-Identifier: MIT */
/* What acts on transactions share. 0 or a negative errno. */
#ifndef WEAVR_TRANSACTION_STEPS_H
#define WEAVR_TRANSACTION_STEPS_H

#include "directory/context.h"
#include "ledger/ledger.h"

/*
 * Gives a new transaction its times, and an id if it has none. -EEXIST: it has one that is taken. It is stored after
 * it was posted, because a refusal to post keeps what was written.
 */
int transaction_begin(struct context *ctx, struct transaction *t);

/* Posts a movement of the transaction: ledger_post. */
int transaction_post(struct context *ctx, const struct transaction *t,
                     const struct posting *postings, size_t count);

/* Adds a member to a JSON object that is written from "{" on; nothing for a NULL value. */
void details_add(struct text *t, const char *name, const char *value);

#endif
