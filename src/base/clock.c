/* SPDX-License-Identifier: MIT */
/* Clocks; times and durations as text. */
#include "base/clock.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MILLIS_A_SECOND INT64_C(1000)
#define MILLIS_A_MINUTE (60 * MILLIS_A_SECOND)
#define MILLIS_AN_HOUR (60 * MILLIS_A_MINUTE)
#define MILLIS_A_DAY (24 * MILLIS_AN_HOUR)

/* Ten thousand years: adding a longer duration to a time could leave RFC 3339 or overflow. */
#define DURATION_MOST (3652425 * MILLIS_A_DAY)

static int64_t read_clock(clockid_t id, int64_t units_a_second)
{
    struct timespec t;

    clock_gettime(id, &t);
    return (int64_t) t.tv_sec * units_a_second + t.tv_nsec / (1000000000 / units_a_second);
}

int64_t clock_now(const struct clock *c)
{
    return c->frozen ? c->stopped_at : read_clock(CLOCK_REALTIME, 1000) + c->offset;
}

void clock_set(struct clock *c, int64_t now)
{
    c->stopped_at = now;
    c->offset = now - read_clock(CLOCK_REALTIME, 1000);
}

void clock_advance(struct clock *c, int64_t by)
{
    c->stopped_at += by;
    c->offset += by;
}

void clock_freeze(struct clock *c, bool frozen)
{
    int64_t now = clock_now(c);

    c->frozen = frozen;
    clock_set(c, now);
}

int64_t clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC, 1000);
}

int64_t clock_monotonic_micros(void)
{
    return read_clock(CLOCK_MONOTONIC, 1000000);
}

/* Writes a number padded to `digits`, then a separator; returns where to go on. */
static char *put_digits(char *at, int number, int digits, char separator)
{
    for (int i = digits; i-- > 0; number /= 10)
        at[i] = (char) ('0' + number % 10);
    at[digits] = separator;
    return at + digits + 1;
}

/* Without snprintf, which took 5 % of the time of a request that shows two times. */
void clock_format(int64_t time, char ret[static CLOCK_TEXT_SIZE])
{
    int millis = (int) ((time % 1000 + 1000) % 1000);
    time_t seconds = (time_t) ((time - millis) / 1000);
    struct tm t;
    char *at = ret;

    gmtime_r(&seconds, &t);
    int year = t.tm_year + 1900;

    if (year < 0 || year > 9999) /* RFC 3339 can't express it */
        at += snprintf(ret, CLOCK_TEXT_SIZE, "%04d-", year);
    else
        at = put_digits(at, year, 4, '-');
    at = put_digits(at, t.tm_mon + 1, 2, '-');
    at = put_digits(at, t.tm_mday, 2, 'T');
    at = put_digits(at, t.tm_hour, 2, ':');
    at = put_digits(at, t.tm_min, 2, ':');
    at = put_digits(at, t.tm_sec, 2, '.');
    at = put_digits(at, millis, 3, 'Z');
    *at = '\0';
}

/* An optional fraction in thousandths, 0 when there is none; false for a '.' without digits. */
static bool parse_fraction(const char **text, int64_t *ret)
{
    int64_t unit = 100;

    *ret = 0;
    if (**text != '.' && **text != ',')
        return true;
    const char *first = ++*text;

    for (; **text >= '0' && **text <= '9'; ++*text, unit /= 10)
        *ret += unit * (**text - '0');
    return *text > first;
}

/* strptime accepts other widths and spaces; RFC 3339 doesn't. A '0' in `shape` is any digit. */
static bool has_shape(const char *text, const char *shape)
{
    for (; *shape != '\0'; text++, shape++) {
        bool digit = *text >= '0' && *text <= '9';

        if (*shape == '0' ? !digit : *text != *shape)
            return false;
    }
    return true;
}

/* The offset from UTC, in milliseconds: "Z" or "+01:00". */
static bool parse_offset(const char *text, int64_t *ret)
{
    *ret = 0;
    if (strcmp(text, "Z") == 0)
        return true;
    if ((*text != '+' && *text != '-') || !has_shape(text + 1, "00:00") || text[6] != '\0')
        return false;
    long hours = strtol(text + 1, NULL, 10);
    long minutes = strtol(text + 4, NULL, 10);

    *ret = (*text == '-' ? -1 : 1) * (hours * MILLIS_AN_HOUR + minutes * MILLIS_A_MINUTE);
    return hours < 24 && minutes < 60;
}

bool clock_parse(const char *text, int64_t *ret)
{
    struct tm parts = {0};
    int64_t millis;

    if (!has_shape(text, "0000-00-00T00:00:00"))
        return false;
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);

    if (rest == NULL || !parse_fraction(&rest, &millis))
        return false;
    struct tm sent = parts;
    time_t seconds = timegm(&parts);
    int64_t offset;

    /* timegm normalises: it turns 31 April into 1 May */
    if (!parse_offset(rest, &offset) || parts.tm_mday != sent.tm_mday ||
        parts.tm_sec != sent.tm_sec)
        return false;
    *ret = (int64_t) seconds * 1000 + millis - offset;
    return true;
}

struct duration_unit {
    char letter;
    bool of_time; /* after the 'T' */
    int64_t millis;
};

static const struct duration_unit duration_units[] = {
    {'W', false, 7 * MILLIS_A_DAY}, {'D', false, MILLIS_A_DAY},   {'H', true, MILLIS_AN_HOUR},
    {'M', true, MILLIS_A_MINUTE},   {'S', true, MILLIS_A_SECOND},
};

/* The unit among those that may still follow, largest first; NULL: none. */
static const struct duration_unit *duration_unit(const struct duration_unit *next, char letter,
                                                 bool of_time)
{
    while (next < duration_units + ARRAY_SIZE(duration_units)) {
        if (next->letter == letter && next->of_time == of_time)
            return next;
        next++;
    }
    return NULL;
}

/* Parses one number and its unit, and adds it to *sum. */
static bool parse_part(const char **text, bool of_time, const struct duration_unit **next,
                       int64_t *sum)
{
    char *end;
    long long whole = strtoll(*text, &end, 10);

    if (**text < '0' || **text > '9' || whole > DURATION_MOST / MILLIS_A_SECOND)
        return false;
    *text = end;
    int64_t millis;

    if (!parse_fraction(text, &millis))
        return false;
    const struct duration_unit *unit = duration_unit(*next, **text, of_time);

    if (unit == NULL || (millis != 0 && unit->letter != 'S') ||
        whole > DURATION_MOST / unit->millis)
        return false;
    ++*text;
    *next = unit + 1;
    *sum += whole * unit->millis + millis;
    return *sum <= DURATION_MOST;
}

bool clock_parse_duration(const char *text, int64_t *ret)
{
    bool negative = *text == '-';
    bool of_time = false;
    const struct duration_unit *next = duration_units;
    int64_t sum = 0;

    text += negative;
    if (*text != 'P' || text[1] == '\0')
        return false;
    for (text++; *text != '\0';) {
        if (*text == 'T' && !of_time && text[1] != '\0') {
            of_time = true;
            text++;
        }
        if (!parse_part(&text, of_time, &next, &sum))
            return false;
    }
    *ret = negative ? -sum : sum;
    return true;
}
