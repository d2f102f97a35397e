/* SPDX-License-Identifier: MIT */
/* Resources that confirmation challenges confirm. Error codes as in store.h. */
#ifndef WEAVR_RESOURCES_STORE_H
#define WEAVR_RESOURCES_STORE_H

#include "store/store.h"
#include "weavr/resource_type.h"

/* -EEXIST if the realm has one of that id. */
int store_resource_insert(struct store *s, int64_t realm, const struct resource *r);
int store_resource_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                        struct resource *ret);

/* The next behind `before` (its id is 0 at the beginning), newest first: a list of struct resource. */
int store_resources(struct store *s, struct arena *a, int64_t realm, const struct resource *before,
                    int64_t most, struct list *ret);

/* Records the latest challenge of a resource. */
int store_resource_set_challenge(struct store *s, int64_t realm, int64_t id, int64_t challenge);

/* Gives the challenge's pending resources their outcome, or the state. */
int store_resources_confirm(struct store *s, int64_t realm, int64_t challenge);
int store_resources_end(struct store *s, int64_t realm, int64_t challenge,
                        enum resource_state state);

#endif
