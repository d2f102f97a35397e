/* SPDX-License-Identifier: MIT */
/* Transactions, as the control API shows them. */
#ifndef CONTROL_TRANSACTIONS_H
#define CONTROL_TRANSACTIONS_H

#include "engine/request.h"
#include "model/money.h"

extern const struct view transaction_view;

/* Replies with a transaction and its postings. 0 or a negative errno. */
int reply_transaction(struct request *r, const struct transaction *t);

#endif
