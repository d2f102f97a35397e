/* SPDX-License-Identifier: MIT */
/* Calls with an idempotency-ref that come again while the first of them waits. */
#include "base/array.h"
#include "support/program.h"
#include "support/suite.h"

#include <check.h>
#include <string.h>
#include <unistd.h>

#define REALM "/_sandgate/realms/default"

static struct program p;

/* Sends a step-up of the session in `header` that is delayed; answers the connection. */
static int begin_call(const char *header, int delay_millis)
{
    static const char format[] =
        "POST /multi/stepup/challenges/otp/SMS HTTP/1.1\r\nHost: localhost\r\n" KEY
        "\r\n%s\r\nidempotency-ref: one\r\nPrefer: delay=%d\r\nConnection: close\r\n"
        "Content-Length: 0\r\n\r\n";
    char call[2000];
    int length = snprintf(call, sizeof call, format, header, delay_millis);

    return open_with(&p, call, (size_t) length);
}

/* The second is answered as the first was, however long both wait. */
START_TEST(answers_the_first_of_two_twins_that_wait)
{
    char header[1000];

    program_start(&p, NO_ARGUMENTS);
    sign_in(&p, header, sizeof header);
    int first = begin_call(header, 300);

    ck_assert_int_eq(health(&p), 200); /* the first is waiting now */
    int second = begin_call(header, 300);

    ck_assert_ptr_nonnull(strstr(receive(first), "HTTP/1.1 204"));
    ck_assert_ptr_nonnull(strstr(receive(second), "HTTP/1.1 204")); /* again, not done twice */
    ck_assert_int_eq(ask(&p, "GET", REALM "/outbox?channel=SMS", NO_ARGUMENTS, ""), 200);
    ck_assert_uint_eq(json_array_size(json_object_get(answer.json, "messages")), 1);
    close(first);
    close(second);
    program_finish(&p);
}
END_TEST

/* A call that waits has a twin: the twin is told so (weavr-auth.md 1.2). */
START_TEST(refuses_the_twin_of_a_call_that_is_under_way)
{
    char header[1000];

    program_start(&p, NO_ARGUMENTS);
    sign_in(&p, header, sizeof header);
    int fd = begin_call(header, 30000);

    ck_assert_int_eq(health(&p), 200); /* the call is waiting now */
    ck_assert_int_eq(ask(&p, "POST", "/multi/stepup/challenges/otp/SMS",
                         ARGUMENTS(KEY, header, "idempotency-ref: one"), ""),
                     409);
    ck_assert_str_eq(answered("errorCode"), "IDEMPOTENT_REQUEST_IN_PROGRESS");
    program_stop(&p, SIGTERM); /* which answers whoever waits */
    ck_assert_ptr_nonnull(strstr(receive(fd), "HTTP/1.1 204"));
    ck_assert_int_eq(program_status(&p), 0);
    close(fd);
    program_close(&p);
}
END_TEST

START_TEST(takes_no_other_call_for_a_twin)
{
    char header[1000];

    program_start(&p, NO_ARGUMENTS);
    sign_in(&p, header, sizeof header);
    int fd = begin_call(header, 30000);

    ck_assert_int_eq(health(&p), 200); /* the call is waiting now */
    /* of another operation, in the same session */
    ask(&p, "POST", "/multi/authentication_factors/otp/SMS",
        ARGUMENTS(KEY, header, "idempotency-ref: one"), "");
    ck_assert_str_eq(answered("errorCode"), "CHANNEL_ALREADY_REGISTERED");
    /* of another session of the same person */
    sign_in(&p, header, sizeof header);
    ck_assert_int_eq(ask(&p, "POST", "/multi/stepup/challenges/otp/SMS",
                         ARGUMENTS(KEY, header, "idempotency-ref: one"), ""),
                     204);
    program_stop(&p, SIGTERM);
    ck_assert_ptr_nonnull(strstr(receive(fd), "HTTP/1.1 "));
    ck_assert_int_eq(program_status(&p), 0);
    close(fd);
    program_close(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        answers_the_first_of_two_twins_that_wait,
        refuses_the_twin_of_a_call_that_is_under_way,
        takes_no_other_call_for_a_twin,
    };
    Suite *s = suite_create("twins");
    TCase *tcase = suite_case(s, "twins");

    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    for (size_t i = 0; i < ARRAY_SIZE(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(s, CK_FORK_GETENV);
}
