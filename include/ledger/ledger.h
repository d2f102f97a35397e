/* SPDX-License-Identifier: MIT */
/*
 * The ledger: every movement of money is a balanced set of postings (weavr-money.md 3). Postings are the truth; the
 * balances beside them are kept for speed. Nothing else writes a balance.
 *
 * An account of the ledger is an instrument of a customer, or one of the programme's own, which stand for the world
 * outside. It has two balances. The actual one is the money on it, the available one what may be spent. They differ
 * while something is held. Amounts are integers in the smallest unit of the currency.
 *
 * Functions return 0 or a negative errno, as in store.h.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "ledger/movement.h"
#include "store/store.h"

/*
 * Posts a movement as a whole, in the caller's transaction. -EDOM: an instrument's available balance would be
 * negative; -ERANGE: a balance would not fit into 64 bits; -EINVAL: the postings don't add up to 0. Then nothing was
 * written.
 */
int ledger_post(struct store *s, const struct movement *m);

/* The balances of an instrument; zeros if nothing was posted yet. */
int ledger_balances(struct store *s, int64_t realm, int64_t account, const char *currency,
                    struct balances *ret);

#endif
