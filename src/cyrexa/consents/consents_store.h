/* SPDX-License-Identifier: MIT */
/* Consents of the Open Banking API. Error codes as in store.h. */
#ifndef CYREXA_CONSENTS_CONSENTS_STORE_H
#define CYREXA_CONSENTS_CONSENTS_STORE_H
#include "store/store.h"

/* JSON; one of them may be NULL. */
struct consent {
    const char *id;
    const char *details;
    const char *access;
    int64_t created;
};

int store_consent_insert(struct store *s, int64_t realm, const struct consent *c);

/* Puts it in the place of the one before, if there was any. -ENOENT for a consent that isn't there. */
int store_consent_set_access(struct store *s, int64_t realm, const char *id, const char *access);

#endif
