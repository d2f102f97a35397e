/* SPDX-License-Identifier: MIT */
/*
 * Checks of a corporate's directors and other beneficiaries who are none of its users (control.md 4). Error codes as in
 * store.h.
 */
#ifndef WEAVR_BENEFICIARIES_STORE_H
#define WEAVR_BENEFICIARIES_STORE_H

#include "model/diligence.h"
#include "store/store.h"

struct beneficiary_check {
    int64_t reference; /* the provider's */
    int64_t identity;  /* the corporate */
    const char *email;
    const char *name;
    enum diligence_status status;
};

int store_beneficiary_insert(struct store *s, int64_t realm, const struct beneficiary_check *check);
int store_beneficiary_find(struct store *s, struct arena *a, int64_t realm, int64_t reference,
                           struct beneficiary_check *ret);

/* All of a corporate, oldest first: a list of struct beneficiary_check. */
int store_beneficiaries(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                        struct list *ret);

int store_beneficiary_set_status(struct store *s, int64_t realm, int64_t reference,
                                 enum diligence_status status);

#endif
