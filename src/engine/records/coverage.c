/* SPDX-License-Identifier: MIT */
/* Bit sets of errors. */
#include "engine/records/coverage.h"

#include "base/memory.h"

#include <stdlib.h>

struct coverage *coverage_new(size_t operations)
{
    return memory_zeroed(operations, sizeof(struct coverage));
}

static uint64_t bit_of(enum error error)
{
    return UINT64_C(1) << (error % COVERAGE_BITS);
}

void coverage_note(struct coverage *c, enum error error)
{
    c->requests++;
    c->met[error / COVERAGE_BITS] |= bit_of(error);
}

bool coverage_has(const struct coverage *c, enum error error)
{
    return (c->met[error / COVERAGE_BITS] & bit_of(error)) != 0;
}
