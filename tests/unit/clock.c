/* SPDX-License-Identifier: MIT */
/* Times and durations as text; setting, advancing and freezing a clock. */
#include "suites.h"

#include "base/clock.h"

static const struct {
    const char *text;
    int64_t time;
} times[] = {
    {"1970-01-01T00:00:00.000Z", 0},
    {"1970-01-01T00:00:00.001Z", 1},
    {"1969-12-31T23:59:59.999Z", -1},
    {"2026-01-01T00:00:00.000Z", 1767225600000},
    {"2028-02-29T23:59:59.999Z", 1835481599999},
    {"2000-02-29T12:00:00.000Z", 951825600000},
    {"0001-01-01T00:00:00.000Z", -62135596800000},
    {"9999-12-31T23:59:59.999Z", 253402300799999},
};

START_TEST(writes_and_reads_a_time)
{
    char text[CLOCK_TEXT_SIZE];
    int64_t time = 7;

    clock_format(times[_i].time, text);
    ck_assert_str_eq(text, times[_i].text);
    ck_assert(clock_parse(times[_i].text, &time));
    ck_assert_int_eq(time, times[_i].time);
}
END_TEST

static const struct {
    const char *text;
    int64_t time;
} good_times[] = {
    {"2026-01-01T00:00:00Z", 1767225600000},
    {"2026-01-01T00:00:00.5Z", 1767225600500},
    {"2026-01-01T00:00:00.123456789Z", 1767225600123},
};

START_TEST(reads_a_time_with_any_fraction)
{
    int64_t time;

    ck_assert(clock_parse(good_times[_i].text, &time));
    ck_assert_int_eq(time, good_times[_i].time);
}
END_TEST

static const char *const bad_times[] = {
    "",
    "now",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00Z",
    "2027-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:61Z",
    "2026-01-01T00:00:00ZZ",
    "2026-01-01T00:00:00Z ",
    " 2026-01-01T00:00:00Z",
    "26-01-01T00:00:00Z",
    "12026-01-01T00:00:00Z",
    "-026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.Z",
    "2026-1-1T0:0:0Z",
    "2026- 1- 1T 0: 0: 0Z",
};

START_TEST(rejects_a_text_that_is_not_a_time)
{
    int64_t time = 7;

    ck_assert_msg(!clock_parse(bad_times[_i], &time), "accepted: %s", bad_times[_i]);
    ck_assert_int_eq(time, 7);
}
END_TEST

static const struct {
    const char *text;
    int64_t millis;
} durations[] = {
    {"PT0S", 0},          {"PT1S", 1000},
    {"PT0.001S", 1},      {"PT0.5S", 500},
    {"PT1,25S", 1250},    {"PT5M1S", 301000},
    {"PT1H", 3600000},    {"P1D", 86400000},
    {"P1DT2H", 93600000}, {"P2W", 1209600000},
    {"-PT1H", -3600000},  {"-P1DT1S", -86401000},
    {"PT90M", 5400000},   {"P1W2DT3H4M5.006S", 788645006},
    {"P1DT1S", 86401000}, {"P3652425D", 315569520000000},
};

START_TEST(reads_a_duration)
{
    int64_t millis;

    ck_assert(clock_parse_duration(durations[_i].text, &millis));
    ck_assert_int_eq(millis, durations[_i].millis);
}
END_TEST

static const char *const bad_durations[] = {
    "",
    "P",
    "PT",
    "-P",
    "1H",
    "PT1",
    "P1H",
    "PT1D",
    "P1DT",
    "PT1.5H",
    "PT-1S",
    "--PT1S",
    "PT 1S",
    "PT1S ",
    "P1Y",
    "P1M",
    "PT1X",
    "PTS",
    "PTT1S",
    "PT1S5",
    "pt1s",
    "P3652426D",
    "PT1e3S",
    "+PT1S",
    "PT99999999999999999999S",
    "P9999999999999W",
    "P3652425DT1S",
    "PT.5S",
    "PT1.S",
    "PT1M1M",
    "PT1S1M",
    "P1D1D",
    "P1D1W",
    "PT0.5S1S",
    "PT0S0S",
    "P1DT1M1H",
};

START_TEST(rejects_a_text_that_is_not_a_duration)
{
    int64_t millis = 7;

    ck_assert_msg(!clock_parse_duration(bad_durations[_i], &millis), "accepted: %s",
                  bad_durations[_i]);
    ck_assert_int_eq(millis, 7);
}
END_TEST

START_TEST(stands_still_when_it_is_frozen)
{
    struct clock c = {.frozen = false};

    clock_freeze(&c, true);
    clock_set(&c, 1000);
    ck_assert_int_eq(clock_now(&c), 1000);
    clock_advance(&c, 500);
    ck_assert_int_eq(clock_now(&c), 1500);
    clock_advance(&c, -1500);
    ck_assert_int_eq(clock_now(&c), 0);
}
END_TEST

START_TEST(continues_from_where_it_was_frozen)
{
    struct clock c = {.frozen = true, .stopped_at = 1000};

    clock_freeze(&c, false);
    ck_assert(!c.frozen);
    ck_assert_int_ge(clock_now(&c), 1000);
    ck_assert_int_lt(clock_now(&c), 1000 + 3600000);
    clock_advance(&c, 3600000);
    ck_assert_int_ge(clock_now(&c), 3601000);
}
END_TEST

START_TEST(shows_the_machines_time_at_first)
{
    static const struct clock c;
    int64_t before = clock_monotonic();

    ck_assert_int_gt(clock_now(&c), 1767225600000 / 2);
    ck_assert_int_ge(clock_monotonic(), before);
    ck_assert_int_ge(clock_monotonic_micros() / 1000, before);
}
END_TEST

Suite *clock_suite(void)
{
    const struct test tests[] = {
        {writes_and_reads_a_time, ARRAY_SIZE(times)},
        {reads_a_time_with_any_fraction, ARRAY_SIZE(good_times)},
        {rejects_a_text_that_is_not_a_time, ARRAY_SIZE(bad_times)},
        {reads_a_duration, ARRAY_SIZE(durations)},
        {rejects_a_text_that_is_not_a_duration, ARRAY_SIZE(bad_durations)},
        {stands_still_when_it_is_frozen, 0},
        {continues_from_where_it_was_frozen, 0},
        {shows_the_machines_time_at_first, 0},
    };

    return suite_of("clock", tests, ARRAY_SIZE(tests));
}
