/* SPDX-License-Identifier: MIT */
/* Identities: consumers and corporates. Error codes as in store.h. */
#ifndef DIRECTORY_IDENTITIES_STORE_H
#define DIRECTORY_IDENTITIES_STORE_H

#include "model/person.h"
#include "store/store.h"

int store_identity_insert(struct store *s, const struct identity *i);

/* In any realm: ids are unique, and callers answer differently for another realm's. */
int store_identity_find(struct store *s, struct arena *a, int64_t id, struct identity *ret);

/* Writes name and details. */
int store_identity_update(struct store *s, const struct identity *i);
int store_identity_set_active(struct store *s, int64_t id, bool active);

int store_identity_set_diligence(struct store *s, int64_t id, const struct diligence *d);

/* An identity that a person can act as. */
struct held_identity {
    int64_t id;
    enum identity_type type;
    const char *name;
};

/*
 * The active identities of a person, oldest first, `limit` of them from the `offset`-th on (a
 * negative limit: all): a list of struct held_identity.
 */
int store_held_identities(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          int64_t limit, int64_t offset, struct list *ret);
int store_held_identities_count(struct store *s, int64_t realm, int64_t person, int64_t *ret);

#endif
