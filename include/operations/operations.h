/* SPDX-License-Identifier: MIT */
/* The operations of the gateways, and the world they start with. */
#ifndef OPERATIONS_OPERATIONS_H
#define OPERATIONS_OPERATIONS_H

#include "api/gateway.h"

/* What the program consists of, ended by NULL. */
extern const struct module *const modules[];

/*
 * Makes the default realm in a new database: the demo people unless `demo` is false, then the
 * people of each seed file. On failure `error` holds one sentence and nothing was made.
 */
int gateway_found(struct gateway *g, bool demo, const char *const *seeds, size_t seeds_count,
                  char *error, size_t error_size);

/*
 * Does what the realm's time has brought, in a transaction of its own: phones answer, challenges
 * expire. 0 or a negative errno; for gateway_options.
 */
int realm_catch_up(struct gateway *g, struct realm *realm, struct arena *a);

/* Tells those who listen what is new: for gateway_options. */
void feed_publish(struct gateway *g);

/* How many of the gateways' operations requests have called so far. */
struct coverage_share {
    int64_t used;
    int64_t total;
};

struct coverage_share coverage_share(const struct gateway *g);

/* docs/operations.md, and the OpenAPI document of a family by name (NULL: no such name). */
const char *operations_markdown(struct arena *a, const struct registry *registry);
const char *openapi_document(struct arena *a, const struct gateway *g, const char *name);

/* schema/seed.json: the JSON Schema of seed documents. */
const char *seed_schema(struct arena *a);

#endif
