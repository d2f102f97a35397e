/* SPDX-License-Identifier: MIT */
/* Durations and times: what is read is within the limits, and a time that is written is read back. */
#include "fuzz.h"

#include "base/clock.h"

#include <string.h>

/* 10,000 years of 366 days, in ms */
#define LONGEST (INT64_C(10000) * 366 * 86400 * 1000)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = ARENA_EMPTY;
    const char *text = text_of_input(&arena, bytes, size);
    char written[CLOCK_TEXT_SIZE];
    int64_t duration = 7;
    int64_t time = 7;
    int64_t again;

    if (clock_parse_duration(text, &duration)) {
        HOLDS(duration >= -LONGEST && duration <= LONGEST, "%jd", (intmax_t) duration);
        HOLDS(strchr(text, 'P') != NULL, "%s", text);
    }
    if (clock_parse(text, &time)) {
        HOLDS(time >= CLOCK_EARLIEST && time <= CLOCK_LATEST, "%jd", (intmax_t) time);
        clock_format(time, written);
        HOLDS(clock_parse(written, &again) && again == time, "%s was written as %s", text, written);
    } else {
        HOLDS(time == 7, "the result was changed by %s", text);
    }
    arena_free(&arena);
    return 0;
}
