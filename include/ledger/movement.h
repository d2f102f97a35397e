/* SPDX-License-Identifier: MIT */
/* What the ledger takes and keeps: a movement, and its postings. */
#ifndef LEDGER_MOVEMENT_H
#define LEDGER_MOVEMENT_H

#include "model/money.h"

#include <stddef.h>

/* The programme's own accounts; instruments have positive ids. */
enum ledger_account {
    LEDGER_BANK = -1,
    LEDGER_MERCHANT = -2,
    LEDGER_FEES = -3,
    LEDGER_OPENING = -4
};

/* The name of such an account, as "bank"; NULL for an instrument's id. */
const char *ledger_account_name(int64_t id);

enum entry_state { ENTRY_PENDING, ENTRY_COMPLETED };

extern const char *const entry_state_names[]; /* by enum entry_state, ended by NULL */

/* What a statement says about a posting, beside its balances (weavr-money.md 3.2). */
struct entry {
    const char *type; /* of the older form: DEPOSIT, TRANSFER … */
    enum entry_state state;
    int64_t amount;      /* signed, as the customer sees it */
    int64_t fee;         /* contained in the posting */
    const char *details; /* JSON: the statement's additionalFields */
};

/* One side of a movement. */
struct posting {
    int64_t account;     /* enum ledger_account, or an instrument's id */
    struct balances add; /* what the balances change by */
    struct entry entry;  /* of an instrument */
};

struct movement {
    int64_t realm;
    int64_t transaction;
    int64_t at; /* when; an account's postings are at least a millisecond apart */
    const char *currency;
    const struct posting
        *postings; /* of different accounts; available and actual each add up to 0 */
    size_t count;
};

#endif
