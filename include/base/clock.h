/* SPDX-License-Identifier: MIT */
/*
 * The time of a realm, which the control API moves, and the time of the machine.
 * All times are milliseconds; those of a realm count from 1970-01-01T00:00:00Z.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock {
    int64_t offset; /* added to the machine's time while the clock runs */
    bool frozen;
    int64_t stopped_at; /* the time shown while frozen */
};

/* "2027-01-01T00:00:00.000Z" and its NUL; more, because the compiler does not know the years. */
#define CLOCK_TEXT_SIZE 80

int64_t clock_now(const struct clock *c);

/* Moves the clock to `now` or by `by`, running or frozen as it was. */
void clock_set(struct clock *c, int64_t now);
void clock_advance(struct clock *c, int64_t by);
void clock_freeze(struct clock *c, bool frozen);

/* Milliseconds that only go forward, unrelated to any realm: for delays and durations. */
int64_t clock_monotonic(void);
int64_t clock_monotonic_micros(void);

/* What RFC 3339 can say: the years 0001 to 9999. */
#define CLOCK_EARLIEST INT64_C(-62135596800000)
#define CLOCK_LATEST INT64_C(253402300799999)

/* RFC 3339 in UTC with milliseconds, both ways. False when `text` is not such a time. */
void clock_format(int64_t time, char ret[static CLOCK_TEXT_SIZE]);
bool clock_parse(const char *text, int64_t *ret);

/* ISO 8601 durations of days, hours, minutes and seconds: "P1DT2H", "PT0.5S", "-PT1H". */
bool clock_parse_duration(const char *text, int64_t *ret);

#endif
