/* SPDX-License-Identifier: MIT */
/*
 * Fuzz targets: functions that libFuzzer calls with bytes of its choice (preset `fuzz`, script/fuzz). The tests
 * call them with the files of corpus/ instead (replay.c). A target fails by a crash, by a sanitizer's report, or
 * because something that must always hold doesn't (HOLDS).
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/arena.h"
#include "support/holds.h"

#include <stddef.h>
#include <stdint.h>

/* Called by libFuzzer; 0: the input was used. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A copy of the input with a NUL behind it. */
static inline char *text_of_input(struct arena *a, const uint8_t *bytes, size_t size)
{
    return arena_textn(a, (const char *) bytes, size);
}

#endif
