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

/* A line of an account: a posting, and the balances after it. */
struct ledger_line {
    int64_t line; /* 1, 2, … */
    int64_t transaction;
    int64_t at;
    struct balances add;
    struct balances after;
    int64_t move; /* of the account, as of this line (struct ledger_row) */
    struct entry entry;
};

/* The lines of an instrument from `first` to `last`, or backwards: at most so many, a list of struct ledger_line. */
struct ledger_range {
    int64_t realm;
    int64_t account;
    const char *currency;
    int64_t first;
    int64_t last;
};
int store_ledger_lines(struct store *s, struct arena *a, const struct ledger_range *range,
                       bool backwards, int64_t most, struct list *ret);

/* The last line before a time; 0: there is none. `range` names the account. */
int store_ledger_line_before(struct store *s, const struct ledger_range *range, int64_t at,
                             int64_t *ret);

/* The line that has a move of that number, or the next; 0: there is none. */
int store_ledger_line_of_move(struct store *s, const struct ledger_range *range, int64_t move,
                              int64_t *ret);

#endif
