/* SPDX-License-Identifier: MIT */
/* Accounts and postings of the ledger. Error codes as in store.h. */
#ifndef LEDGER_LEDGER_STORE_H
#define LEDGER_LEDGER_STORE_H

#include "ledger/movement.h"
#include "store/store.h"

/* An account, as its last posting has left it. */
struct ledger_row {
    struct balances balances;
    int64_t lines;   /* postings so far */
    int64_t moves;   /* lines of the statement that shows a fee as a line of its own */
    int64_t last_at; /* of the last posting */
};

/* -ENOENT: nothing was posted yet. */
int store_ledger_find(struct store *s, int64_t realm, int64_t account, const char *currency,
                      struct ledger_row *ret);

/* Writes the account and its posting, whose number is row->lines. */
int store_ledger_write(struct store *s, const struct movement *m, const struct posting *posting,
                       const struct ledger_row *row);

/* The postings of a transaction, instruments first, by their times: a list of struct posting. */
int store_postings(struct store *s, struct arena *a, int64_t realm, int64_t transaction,
                   struct list *ret);

#endif
