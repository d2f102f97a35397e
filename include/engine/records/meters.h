/* SPDX-License-Identifier: MIT */
/* Metrics of an operation: answers by status, and a histogram of their durations. */
#ifndef ENGINE_METERS_H
#define ENGINE_METERS_H

#include "engine/errors.h"

#include <stdint.h>

/* The upper bounds of the buckets, smallest first; the last bucket is unbounded. */
#define DURATIONS_COUNT 15
struct duration_row {
    int64_t micros;
    const char *seconds; /* the same in seconds, as text */
};

extern const struct duration_row duration_rows[DURATIONS_COUNT];

struct meter {
    uint64_t requests[STATUSES_COUNT];
    uint64_t durations[DURATIONS_COUNT]; /* not cumulative */
    uint64_t micros;                     /* sum of all durations */
};

void meter_count(struct meter *m, int status, int64_t micros);

#endif
