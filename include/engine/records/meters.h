/* SPDX-License-Identifier: MIT */
/* How often an operation was answered, with which status and how fast: a few additions a request. */
#ifndef ENGINE_METERS_H
#define ENGINE_METERS_H

#include "engine/errors.h"

#include <stdint.h>

/* The upper ends of the buckets of durations, smallest first; the last one has none. */
#define DURATIONS_COUNT 15
struct duration_row {
    int64_t micros;
    const char *seconds; /* the same, as it is shown */
};

extern const struct duration_row duration_rows[DURATIONS_COUNT];

struct meter {
    uint64_t requests[STATUSES_COUNT];
    uint64_t durations[DURATIONS_COUNT]; /* each in one bucket only */
    uint64_t micros;                     /* all of them together */
};

void meter_count(struct meter *m, int status, int64_t micros);

#endif
