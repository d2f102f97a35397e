/* SPDX-License-Identifier: MIT */
/* Executing orders: posting them, and what becomes of those that can't be. */
#ifndef WEAVR_EXECUTION_H
#define WEAVR_EXECUTION_H

#include "directory/context.h"
#include "model/money.h"

/*
 * Posts an order and sets its state: COMPLETED, or PENDING if the receiver's limit is exceeded. The instruments get
 * their new balances. -EDOM: too little is available; -ERANGE: a sum doesn't fit. Then nothing was posted.
 */
int order_execute(struct context *ctx, struct transaction *t, struct instrument *source,
                  struct instrument *destination);

/* Stores a new order that was executed, or waits, and publishes it. */
int order_store(struct context *ctx, struct transaction *t);

/* Stores the new state of an order, and publishes it. */
int order_update(struct context *ctx, struct transaction *t, enum transaction_state state);

/* Goes on with an order whose challenge was passed: executes it, or schedules it. */
int order_confirmed(struct context *ctx, struct transaction *t);

/* Executes a stored order as of now. One that can't be executed fails (weavr-money.md 3.4). */
int order_execute_later(struct context *ctx, struct transaction *t);

#endif
