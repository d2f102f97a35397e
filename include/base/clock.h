/* SPDX-License-Identifier: MIT */
/*
 * The clock of a realm, which the control API can move and freeze, and the machine's monotonic clock.
 * All times are in milliseconds; a realm's count from 1970-01-01T00:00:00Z.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock {
    int64_t offset; /* added to the machine's time while the clock runs */
    bool frozen;
    int64_t stopped_at; /* the time it shows while frozen */
};

/* Room for "2027-01-01T00:00:00.000Z"; larger, because the compiler can't know how long a year is. */
#define CLOCK_TEXT_SIZE 80

int64_t clock_now(const struct clock *c);

/* Move the clock to `now` or by `by`; it stays running or frozen. */
void clock_set(struct clock *c, int64_t now);
void clock_advance(struct clock *c, int64_t by);
void clock_freeze(struct clock *c, bool frozen);

/* The machine's time, which never goes back: for delays and durations. Milliseconds, microseconds. */
int64_t clock_monotonic(void);
int64_t clock_monotonic_micros(void);

/* The limits of RFC 3339: the years 0001 to 9999. */
#define CLOCK_EARLIEST INT64_C(-62135596800000)
#define CLOCK_LATEST INT64_C(253402300799999)

/*
 * RFC 3339. clock_format writes UTC with milliseconds; clock_parse takes any fraction and offset, and
 * returns false, leaving `ret` alone, when `text` is not such a time.
 */
void clock_format(int64_t time, char ret[static CLOCK_TEXT_SIZE]);
bool clock_parse(const char *text, int64_t *ret);

/*
 * ISO 8601 durations of weeks, days, hours, minutes and seconds, each at most once and in this order: "P1DT2H",
 * "PT0.5S", "-PT1H". False if it is none, or longer than 10,000 years.
 */
bool clock_parse_duration(const char *text, int64_t *ret);

#endif
