/* SPDX-License-Identifier: MIT */
/* Publishing events of money (weavr-money.md 5). 0 or a negative errno. */
#ifndef WEAVR_MONEY_EVENTS_H
#define WEAVR_MONEY_EVENTS_H

#include "directory/context.h"
#include "model/money.h"

enum account_event {
    ACCOUNT_CREATED,
    ACCOUNT_UPDATED,
    ACCOUNT_BLOCKED,
    ACCOUNT_UNBLOCKED,
    ACCOUNT_DESTROYED
};

/* /managed_accounts/watch */
int event_account(struct context *ctx, const struct instrument *account, enum account_event type);

/* /managed_accounts/deposits/watch */
struct deposit;
int event_deposit(struct context *ctx, const struct instrument *account,
                  const struct transaction *t, const struct deposit *deposit);

/* /managed_accounts/low_balance/watch, if the available balance has fallen below the account's threshold. */
int event_if_low(struct context *ctx, const struct instrument *i, int64_t before);

/* /transfers/watch or /send/watch: the state of an order. */
int event_order(struct context *ctx, const struct transaction *t);

#endif
