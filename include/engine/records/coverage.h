/* SPDX-License-Identifier: MIT */
/* What requests have met so far: a place an operation, in the order of the operation table. */
#ifndef ENGINE_COVERAGE_H
#define ENGINE_COVERAGE_H

#include "engine/errors.h"

#include <stdbool.h>
#include <stdint.h>

#define COVERAGE_BITS 64

struct coverage {
    uint64_t requests;
    /* a bit a refusal; that of NO_ERROR: it succeeded */
    uint64_t met[(ERRORS_COUNT + COVERAGE_BITS - 1) / COVERAGE_BITS];
};

/* Of as many operations, none of them met; given back by free(). Never NULL. */
struct coverage *coverage_new(size_t operations);

/* Notes an answer of the operation. */
void coverage_note(struct coverage *c, enum error error);

bool coverage_has(const struct coverage *c, enum error error);

#endif
