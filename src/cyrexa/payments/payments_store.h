/* SPDX-License-Identifier: MIT */
/*
 * Card payments of the Merchant API (cyrexa.md 2.27). Members that were not sent are "". Error codes as in
 * store.h.
 */
#ifndef CYREXA_PAYMENTS_PAYMENTS_STORE_H
#define CYREXA_PAYMENTS_PAYMENTS_STORE_H

#include "store/store.h"

struct payment_card {
    const char *bin;  /* the first six digits */
    const char *last; /* the last four */
    const char *expiry_month;
    const char *expiry_year;
};

struct payment {
    const char *id;
    const char *organization; /* from the header */
    const char *transaction;  /* the merchant's id */
    const char *amount;       /* a JSON number, in `currency` */
    const char *currency;
    const char *brand;
    const char *mode;
    const char *descriptor;
    const char *first_name;
    const char *last_name;
    struct payment_card card;
    int64_t created;
};

/* -EEXIST if the organization already has a payment of that transaction. */
int store_payment_insert(struct store *s, int64_t realm, const struct payment *p);

/* -ENOENT if the organization has no such payment. */
int store_payment_find(struct store *s, struct arena *a, int64_t realm, const char *organization,
                       const char *id, struct payment *ret);
int store_payment_find_transaction(struct store *s, struct arena *a, int64_t realm,
                                   const char *organization, const char *transaction,
                                   struct payment *ret);

#endif
