/* SPDX-License-Identifier: MIT */
/* CurrencyAmount (weavr-money.md 1.3): a currency and an integer in its smallest unit. */
#ifndef WEAVR_AMOUNTS_H
#define WEAVR_AMOUNTS_H

#include "json/rules.h"
#include "json/views.h"

struct amount {
    const char *currency;
    int64_t amount;
};

extern const struct rule amount_rules[];
extern const struct field amount_fields[];

#endif
