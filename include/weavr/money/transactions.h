/* SPDX-License-Identifier: MIT */
/* Acts that move money: the API, the simulator, the control API and seeds share them. */
#ifndef WEAVR_TRANSACTIONS_H
#define WEAVR_TRANSACTIONS_H

#include "directory/context.h"
#include "model/money.h"

/* Money that arrives at an account. */
struct deposit {
    int64_t id; /* of the transaction; 0: a new one */
    int64_t amount;
    const char *sender;    /* NULL: not named */
    const char *reference; /* NULL: none */
    const char *iban;      /* of the sender; NULL: one is made up */
    const char *network;   /* NULL: that of the account's currency */
};

/*
 * Credits a deposit less the setting's fee (weavr-money.md 3.2), and publishes it. `account` gets the new balances.
 * -EEXIST: the id is taken; -ERANGE: the sum doesn't fit.
 */
int account_deposit(struct context *ctx, struct instrument *account, const struct deposit *form,
                    struct transaction *ret);

/* Gives an instrument its first balance, without fee and event. -ERANGE as above. */
int instrument_set_opening(struct context *ctx, struct instrument *i, int64_t amount);

/* Credits the receiver of a PENDING send with what was above their limit. */
int send_resume(struct context *ctx, struct transaction *t);

/* Orders that are executed when their time has come. */
extern const struct due_kind orders_due;

#endif
