/* SPDX-License-Identifier: MIT */
/* The content of a new database. */
#ifndef SEEDS_FIRST_START_H
#define SEEDS_FIRST_START_H

#include "engine/gateway.h"

/*
 * Creates the default realm and applies the seed files to it, after the demo people if `demo` is
 * set. On failure nothing is created, and `error` holds one sentence.
 */
int first_start_create_realm(struct gateway *g, bool demo, const char *const *seeds,
                             size_t seeds_count, char *error, size_t error_size);

#endif
