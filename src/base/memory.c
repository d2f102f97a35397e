/* SPDX-License-Identifier: MIT */
/* The heap. */
#include "base/memory.h"

#include "base/log.h"

#include <stdlib.h>
#include <unistd.h>

static bool failure;
static size_t left[MEMORY_USERS]; /* allocations until one fails for a test; 0: none fails */

static bool should_fail(enum memory_user user)
{
    return left[user] > 0 && --left[user] == 0;
}

/* _exit: the functions of atexit could need memory. */
void memory_exhausted(void)
{
    log_sentence("out of memory");
    log_finish();
    _exit(EXIT_FAILURE);
}

static void *or_exhausted(void *memory)
{
    if (memory == NULL)
        memory_exhausted();
    return memory;
}

void *memory_alloc(size_t size)
{
    return or_exhausted(should_fail(MEMORY_OWN) ? NULL : malloc(size == 0 ? 1 : size));
}

void *memory_zeroed(size_t count, size_t size)
{
    return or_exhausted(should_fail(MEMORY_OWN) ? NULL : calloc(count == 0 ? 1 : count, size));
}

void *memory_resized(void *array, size_t count, size_t size)
{
    return or_exhausted(
        should_fail(MEMORY_OWN) ? NULL : reallocarray(array, count == 0 ? 1 : count, size));
}

void *memory_try(size_t size)
{
    void *memory = should_fail(MEMORY_LIBRARY) ? NULL : malloc(size);

    if (memory == NULL)
        failure = true;
    return memory;
}

void memory_note_failure(void)
{
    failure = true;
}

bool memory_failed(void)
{
    return failure;
}

void memory_clear_failure(void)
{
    failure = false;
}

size_t memory_fail_at(enum memory_user user, size_t n)
{
    size_t before = left[user];

    left[user] = n;
    return before;
}
