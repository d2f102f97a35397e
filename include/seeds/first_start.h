/* SPDX-License-Identifier: MIT */
/* The world that a new database begins with. */
#ifndef SEEDS_FIRST_START_H
#define SEEDS_FIRST_START_H
#include "engine/gateway.h"

/*
 * Makes the default realm in a new database: the demo people unless `demo` is false, then the
 * people of each seed file. On failure `error` holds one sentence and nothing was made.
 */
int gateway_found(struct gateway *g, bool demo, const char *const *seeds, size_t seeds_count,
                  char *error, size_t error_size);

#endif
