/* SPDX-License-Identifier: MIT */
/*
 * Fuzz targets: functions that libFuzzer calls with bytes of its choice (preset `fuzz`, script/fuzz). The tests
 * call them with the files of corpus/ instead (replay.c). A target fails by a crash, by a sanitizer's report, or
 * because something that must always hold doesn't (HOLDS).
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Called by libFuzzer; 0: the input was used. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Fails the target unless `condition` holds; the rest of the arguments say more, as for printf. */
#define HOLDS(condition, ...)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s: ", __FILE__, __LINE__, #condition);         \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A copy of the input with a NUL behind it. */
static inline char *text_of_input(struct arena *a, const uint8_t *bytes, size_t size)
{
    return arena_textn(a, (const char *) bytes, size);
}

#endif
