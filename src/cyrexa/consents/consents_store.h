/* SPDX-License-Identifier: MIT */
/* Consents of the Open Banking API. Error codes as in store.h. */
#ifndef CYREXA_CONSENTS_CONSENTS_STORE_H
#define CYREXA_CONSENTS_CONSENTS_STORE_H

#include "store/store.h"

/* Details and access are the JSON of either operation; one of them is NULL at first. */
struct consent {
    const char *id;
    const char *details;
    const char *access;
    int64_t created;
};

int store_consent_insert(struct store *s, int64_t realm, const struct consent *c);

/* Replaces the access of a consent. -ENOENT if there is no such consent. */
int store_consent_set_access(struct store *s, int64_t realm, const char *id, const char *access);

#endif
