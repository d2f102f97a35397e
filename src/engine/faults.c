/* SPDX-License-Identifier: MIT */
/* The list of a realm's faults. steps/apply_fault.c applies them. */
#include "engine/faults.h"

#include "base/memory.h"

#include <stdlib.h>

void faults_init(struct faults *faults)
{
    faults->count = 0;
    TAILQ_INIT(&faults->list);
}

struct fault *faults_add(struct faults *faults)
{
    struct fault *fault = memory_zeroed(1, sizeof *fault);

    TAILQ_INSERT_TAIL(&faults->list, fault, in_realm);
    faults->count++;
    return fault;
}

void faults_remove(struct faults *faults, struct fault *fault)
{
    TAILQ_REMOVE(&faults->list, fault, in_realm);
    faults->count--;
    arena_free(&fault->arena);
    free(fault);
}

void faults_clear(struct faults *faults)
{
    while (!TAILQ_EMPTY(&faults->list))
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): TAILQ_REMOVE has moved the head on */
        faults_remove(faults, TAILQ_FIRST(&faults->list));
}
