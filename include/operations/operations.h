/* SPDX-License-Identifier: MIT */
/* The operations of the gateways, and the world they start with. */
#ifndef OPERATIONS_OPERATIONS_H
#define OPERATIONS_OPERATIONS_H

#include "api/gateway.h"

/* The table made from operations.def, and the families in the order in which paths are tried. */
extern const struct operation operations[];
extern const size_t operations_count;
extern const struct family *const families[];

/*
 * Makes the default realm in a new database: the demo people unless `demo` is false, then the
 * people of each seed file. On failure `error` holds one sentence and nothing was made.
 */
int gateway_found(struct gateway *g, bool demo, const char *const *seeds, size_t seeds_count,
                  char *error, size_t error_size);

/* Gives the answers of phones whose time has come in the request's realm: for gateway_options. */
int answers_catch_up(struct request *r);

/* docs/operations.md, and the OpenAPI document of a family by name (NULL: no such name). */
const char *operations_markdown(struct arena *a);
const char *openapi_document(struct arena *a, const struct gateway *g, const char *name);

#endif
