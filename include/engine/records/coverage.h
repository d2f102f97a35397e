/* SPDX-License-Identifier: MIT */
/* Which results requests have had: an entry for each operation, in the order of the table. */
#ifndef ENGINE_COVERAGE_H
#define ENGINE_COVERAGE_H

#include "engine/errors.h"

#include <stdbool.h>
#include <stdint.h>

#define COVERAGE_BITS 64

struct coverage {
    uint64_t requests;
    /* a bit for each error; the bit of NO_ERROR means success */
    uint64_t met[(ERRORS_COUNT + COVERAGE_BITS - 1) / COVERAGE_BITS];
};

/* An array for that many operations, all zero. Never NULL; the caller frees it. */
struct coverage *coverage_new(size_t operations);

/* Counts an answer of the operation. */
void coverage_note(struct coverage *c, enum error error);

bool coverage_has(const struct coverage *c, enum error error);

#endif
