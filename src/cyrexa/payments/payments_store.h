/* SPDX-License-Identifier: MIT */
/* Payments of the Merchant API. Error codes as in store.h. */
#ifndef CYREXA_PAYMENTS_PAYMENTS_STORE_H
#define CYREXA_PAYMENTS_PAYMENTS_STORE_H
#include "payment.h"
#include "store/store.h"

/* -EEXIST if the organization already has a payment of that transaction. */
int store_payment_insert(struct store *s, int64_t realm, const struct payment *p);

/* -ENOENT if the organization has no such payment. */
int store_payment_find(struct store *s, struct arena *a, int64_t realm, const char *organization,
                       const char *id, struct payment *ret);
int store_payment_find_transaction(struct store *s, struct arena *a, int64_t realm,
                                   const char *organization, const char *transaction,
                                   struct payment *ret);

#endif
