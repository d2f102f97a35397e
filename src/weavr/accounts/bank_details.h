/* SPDX-License-Identifier: MIT */
/* The bank details of an account, as answers and events show them (weavr-money.md 2.1.8). */
#ifndef WEAVR_BANK_DETAILS_H
#define WEAVR_BANK_DETAILS_H

#include "directory/context.h"
#include "model/money.h"

/* The forms have different members; those that are NULL are left out. */
struct bank_form {
    const char *iban;
    const char *code;           /* SWIFT */
    const char *bic;            /* SEPA */
    const char *account_number; /* GBP */
    const char *sort_code;
};

struct bank_details {
    const char *beneficiary;
    const char *bank;
    const char *bank_address;
    const char *reference; /* NULL: the bank needs none */
    struct bank_form form;
};

extern const struct field bank_details_fields[];

/* A list of struct bank_details; empty without an IBAN. 0 or a negative errno. */
int bank_details_of(struct context *ctx, const struct instrument *account, struct list *ret);

#endif
