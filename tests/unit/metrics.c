/* SPDX-License-Identifier: MIT */
/* What is counted of requests, and how it is told to Prometheus: figures of a fresh gateway. */
#include "suites.h"

#include "support/suite.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

static struct world world;
static struct answer answer;

static void call(const char *method, const char *path, const char *header, const char *value,
                 const char *body)
{
    struct headers headers = {.count = 0};

    headers_set(&headers, "api-key", "demo-api-key");
    if (header != NULL)
        headers_set(&headers, header, value);
    answer_free(&answer);
    world_call(&world, method, path, &headers, body, strlen(body), &answer);
}

static void sign_in(const char *password)
{
    char body[200];

    snprintf(body, sizeof body, "{\"email\":\"user@example.com\",\"password\":{\"value\":\"%s\"}}",
             password);
    call("POST", "/multi/login_with_password", NULL, NULL, body);
}

static const char *metrics(void)
{
    call("GET", "/_sandgate/metrics", NULL, NULL, "");
    ck_assert_int_eq(answer.status, 200);
    return answer.body;
}

/* The value behind a sample's name and labels at the beginning of a line; -1 when it isn't there. */
static double sample(const char *name)
{
    size_t length = strlen(name);

    for (const char *line = metrics(); line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            return strtod(line + length, NULL);
    }
    return -1;
}

static void open_world(void)
{
    world_open(&world, NULL);
}

static void close_world(void)
{
    answer_free(&answer);
    world_close(&world);
}

START_TEST(counts_requests_by_operation_and_status)
{
    open_world();
    sign_in("wrong");
    sign_in("wrong");
    sign_in("pa$$word");
    ck_assert_double_eq(
        sample("sandgate_requests_total{operation=\"login_with_password\",status=\"200\"}"), 1);
    ck_assert_double_eq(
        sample("sandgate_requests_total{operation=\"login_with_password\",status=\"403\"}"), 2);
    /* those that nobody asked for are not shown */
    ck_assert_ptr_null(strstr(metrics(), "status=\"401\""));
    ck_assert_ptr_null(strstr(metrics(), "logout"));
    close_world();
}
END_TEST

START_TEST(counts_requests_that_meet_no_operation)
{
    open_world();
    call("GET", "/nowhere", NULL, NULL, "");
    call("PUT", "/multi/identities", NULL, NULL, "");
    ck_assert_double_eq(sample("sandgate_requests_total{operation=\"none\",status=\"404\"}"), 1);
    ck_assert_double_eq(sample("sandgate_requests_total{operation=\"none\",status=\"405\"}"), 1);
    close_world();
}
END_TEST

START_TEST(tells_operations_of_one_handler_apart)
{
    open_world();
    call("POST", "/simulate/api/authy/live/enable", "programme-key", "demo-api-key", "");
    call("POST", "/simulate/api/authy/live/disable", "programme-key", "demo-api-key", "");
    ck_assert_double_eq(
        sample("sandgate_requests_total{operation=\"simulate_authy_live\",status=\"204\"}"), 1);
    ck_assert_double_eq(
        sample("sandgate_requests_total{operation="
               "\"simulate_authy_live_simulate_api_authy_live_disable\",status=\"204\"}"),
        1);
    close_world();
}
END_TEST

#define DURATION "sandgate_request_duration_seconds"
#define OF_LOGIN "{operation=\"login_with_password\""

/* In Prometheus' format a bucket holds those of the smaller ones, too. */
START_TEST(tells_how_long_requests_took)
{
    int64_t begin = clock_monotonic_micros();

    open_world();
    call("POST", "/multi/login_with_password", "Prefer", "delay = \"30\"", "");
    ck_assert_double_eq(sample(DURATION "_bucket" OF_LOGIN ",le=\"0.025\"}"), 0);
    call("POST", "/multi/login_with_password", NULL, NULL, "");
    ck_assert_double_eq(sample(DURATION "_bucket" OF_LOGIN ",le=\"+Inf\"}"), 2);
    ck_assert_double_eq(sample(DURATION "_count" OF_LOGIN "}"), 2);
    ck_assert_double_ge(sample(DURATION "_sum" OF_LOGIN "}"), 0.029);
    ck_assert_double_lt(sample(DURATION "_sum" OF_LOGIN "}"),
                        (double) (clock_monotonic_micros() - begin) / 1000000);
    close_world();
}
END_TEST

static const struct {
    int64_t micros;
    const char *seconds;
} durations[] = {{0, "0.00005"},   {50, "0.00005"},   {51, "0.0001"},
                 {2500, "0.0025"}, {2501, "0.005"},   {999999, "1"},
                 {1000000, "1"},   {1000001, "+Inf"}, {INT64_C(1) << 40, "+Inf"}};

START_TEST(puts_a_duration_into_the_smallest_bucket_that_holds_it)
{
    struct meter m = {.micros = 1};

    meter_count(&m, 200, durations[_i].micros);
    for (size_t i = 0; i < DURATIONS_COUNT; i++)
        ck_assert_uint_eq(m.durations[i],
                          strcmp(duration_rows[i].seconds, durations[_i].seconds) == 0);
    ck_assert_uint_eq(m.micros, (uint64_t) durations[_i].micros + 1);
}
END_TEST

START_TEST(each_bucket_is_shown_as_what_it_is)
{
    for (size_t i = 0; i + 1 < DURATIONS_COUNT; i++)
        ck_assert_double_eq_tol(strtod(duration_rows[i].seconds, NULL) * 1e6,
                                (double) duration_rows[i].micros, 1e-6);
}
END_TEST

static void expect_a_slot(int status)
{
    ck_assert_int_eq(status_rows[status_slot(status)].status, status);
}

START_TEST(each_status_has_a_slot)
{
    for (size_t i = NO_ERROR + 1; i < ERRORS_COUNT; i++)
        expect_a_slot(error_rows[i].status);
    for (size_t i = 0; i < world_registry()->count; i++)
        expect_a_slot(world_registry()->operations[i].status);
    ck_assert_uint_eq(status_slot(299), STATUSES_COUNT - 1);
}
END_TEST

START_TEST(tells_how_much_there_is)
{
    open_world();
    double sessions = sample("sandgate_sessions");
    double bytes = sample("sandgate_store_bytes");

    ck_assert_double_eq(sample("sandgate_realms"), 1);
    ck_assert_double_eq(sample("sandgate_listeners"), 0);
    ck_assert_double_gt(bytes, 4096);
    for (size_t i = 0; i < 100; i++)
        sign_in("pa$$word");
    ck_assert_double_eq(sample("sandgate_sessions"), sessions + 100);
    ck_assert_double_gt(sample("sandgate_store_bytes"), bytes);
    call("POST", "/_sandgate/realms", NULL, NULL, "");
    ck_assert_double_eq(sample("sandgate_realms"), 2);
    call("POST", "/_sandgate/realms/default/reset", NULL, NULL, "");
    ck_assert_double_eq(sample("sandgate_sessions"), sessions);
    close_world();
}
END_TEST

static double seconds_now(void)
{
    return (double) clock_now(&(struct clock){.frozen = false}) / 1000;
}

START_TEST(tells_which_program_it_is_and_since_when)
{
    double now = seconds_now();

    open_world();
    ck_assert_double_eq(sample("sandgate_build_info{version=\"" VERSION_TEXT "\"}"), 1);
    ck_assert_double_ge(sample("sandgate_start_time_seconds"), now - 0.001);
    ck_assert_double_le(sample("sandgate_start_time_seconds"), seconds_now() + 0.001);
    close_world();
}
END_TEST

/* Debian's, whose packages another Python doesn't see. */
#define PYTHON "/usr/bin/python3 "

static const char *lacks_reader(void)
{
    return system(PYTHON "-c 'import prometheus_client' 2>/dev/null") == 0
               ? NULL
               : "Prometheus' client library for Python is missing";
}

/* Prometheus' own library reads it, and nothing is wrong with its names, texts and samples. */
START_TEST(prometheus_accepts_it)
{
    FILE *reader = popen(PYTHON UNIT_TESTS_DIR "/metrics_format.py", "w");

    ck_assert_ptr_nonnull(reader);
    open_world();
    sign_in("wrong");
    sign_in("pa$$word");
    call("GET", "/nowhere", NULL, NULL, "");
    fputs(metrics(), reader);
    close_world();
    ck_assert_int_eq(pclose(reader), 0);
}
END_TEST

Suite *metrics_suite(void)
{
    const struct test tests[] = {
        {counts_requests_by_operation_and_status, 0},
        {counts_requests_that_meet_no_operation, 0},
        {tells_operations_of_one_handler_apart, 0},
        {tells_how_long_requests_took, 0},
        {puts_a_duration_into_the_smallest_bucket_that_holds_it, ARRAY_SIZE(durations)},
        {each_bucket_is_shown_as_what_it_is, 0},
        {each_status_has_a_slot, 0},
        {tells_how_much_there_is, 0},
        {tells_which_program_it_is_and_since_when, 0},
    };
    Suite *s = suite_of("metrics", tests, ARRAY_SIZE(tests));

    suite_add_needing(suite_case(s, "format"), prometheus_accepts_it, lacks_reader());
    return s;
}
