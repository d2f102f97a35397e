/* SPDX-License-Identifier: MIT */
/* Counts of answers by status, and the histogram of durations. */
#include "engine/records/meters.h"

const struct duration_row duration_rows[DURATIONS_COUNT] = {
    {50, "0.00005"},  {100, "0.0001"},  {250, "0.00025"}, {500, "0.0005"},  {1000, "0.001"},
    {2500, "0.0025"}, {5000, "0.005"},  {10000, "0.01"},  {25000, "0.025"}, {50000, "0.05"},
    {100000, "0.1"},  {250000, "0.25"}, {500000, "0.5"},  {1000000, "1"},   {INT64_MAX, "+Inf"},
};

void meter_count(struct meter *m, int status, int64_t micros)
{
    size_t bucket = 0;

    while (micros > duration_rows[bucket].micros)
        bucket++;
    m->requests[status_slot(status)]++;
    m->durations[bucket]++;
    m->micros += (uint64_t) micros;
}
