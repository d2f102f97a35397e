/* SPDX-License-Identifier: MIT */
/* Whether the books are right: what must hold after every request (weavr-money.md 3). */
#ifndef SUPPORT_LEDGER_H
#define SUPPORT_LEDGER_H

#include "base/arena.h"

/*
 * The first thing that is wrong in the ledger of any realm of the database that is watched (database.h): postings of a
 * transaction that don't add up to 0, a line whose balance isn't the one before with its change, an account whose
 * balance isn't that of its last line, an available balance below 0, a transaction whose postings don't fit its state.
 * NULL: nothing.
 */
const char *ledger_problem(struct arena *a);

#endif
