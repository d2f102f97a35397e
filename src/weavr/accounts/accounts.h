/* SPDX-License-Identifier: MIT */
/* What operations on managed accounts share (weavr-money.md 2.1). */
#ifndef WEAVR_ACCOUNTS_H
#define WEAVR_ACCOUNTS_H

#include "engine/operation.h"
#include "model/money.h"

extern const struct group managed_accounts_group;

/* The path /managed_accounts/{id}. */
extern const struct input account_path_input;

/* Values of columns: the caller's account that the path names, into r->found; an account as it is now. */
int account_find(struct request *r);
int account_show(struct request *r, int64_t id);

/* The parts of an instrument that answers show. */
extern const struct field balances_fields[], instrument_state_fields[];

/* As answers show a state: a reason only in its state. */
struct shown_state {
    unsigned state;
    const char *blocked;
    const char *destroyed;
};
struct shown_state shown_state_of(const struct instrument *i);

#endif
