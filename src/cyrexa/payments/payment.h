/* SPDX-License-Identifier: MIT */
/* Card payments of the Merchant API (cyrexa.md 2.27). Members that were not sent are "". */
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

#endif
