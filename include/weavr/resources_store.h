/* SPDX-License-Identifier: MIT */
/* Resources of identities that confirmation challenges decide on. Error codes as in store.h. */
#ifndef WEAVR_RESOURCES_STORE_H
#define WEAVR_RESOURCES_STORE_H

#include "store/store.h"
#include "weavr/resource_type.h"

/* -EEXIST when the realm has one of that id. */
int store_resource_insert(struct store *s, int64_t realm, const struct resource *r);
int store_resource_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                        struct resource *ret);

/* Newest first, at most `limit`; a NULL matches all: a list of struct resource. */
int store_resources(struct store *s, struct arena *a, int64_t realm, const char *type,
                    const char *state, int64_t limit, struct list *ret);

int store_resource_challenged(struct store *s, int64_t realm, int64_t id, int64_t challenge);

/* What a challenge covers and nothing has decided yet is executed, or ended so. */
int store_resources_confirm(struct store *s, int64_t realm, int64_t challenge);
int store_resources_end(struct store *s, int64_t realm, int64_t challenge,
                        enum resource_state state);

#endif
