/* SPDX-License-Identifier: MIT */
/* Payments by card as the Merchant API has them (cyrexa.md 2.27). "" is what nobody said. */
#ifndef CYREXA_PAYMENTS_PAYMENT_H
#define CYREXA_PAYMENTS_PAYMENT_H

#include <stdint.h>

struct payment_card {
    const char *bin;  /* the first six digits */
    const char *last; /* the last four */
    const char *expiry_month;
    const char *expiry_year;
};

struct payment {
    const char *id;
    const char *organization; /* as the header named it */
    const char *transaction;  /* the merchant's id of it */
    const char *amount;       /* a number as JSON writes it, of `currency` */
    const char *currency;
    const char *brand;
    const char *mode;
    const char *descriptor;
    const char *first_name;
    const char *last_name;
    struct payment_card card;
    int64_t created;
};

#endif
