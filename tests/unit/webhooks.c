/* SPDX-License-Identifier: MIT */
/* Webhooks on their way: to receivers that answer, are slow, dead, or send elsewhere. */
#include "base/array.h"
#include "model/webhook.h"
#include "support/program.h"
#include "support/receiver.h"
#include "support/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define REALM "/_sandgate/realms/default"

static struct program p;
static struct receiver receiver;
static struct delivery_request request;

static void set_up(void)
{
    make_directory();
    receiver_open(&receiver);
}

static void tear_down(void)
{
    receiver_close(&receiver);
    remove_directory();
}

/* The time that a receiver has is long: the test answers when it comes to it. */
static void set_webhook(const char *url)
{
    char body[200];

    snprintf(body, sizeof body, "{\"webhookUrl\":\"%s\",\"webhookTimeoutSeconds\":60}", url);
    ck_assert_int_eq(ask(&p, "PATCH", REALM "/settings", NO_ARGUMENTS, body), 200);
}

/* A program whose webhooks come here, and its clock stands still. */
static void start_listening(const char *const *more)
{
    program_start(&p, more);
    set_webhook(receiver.url);
    ck_assert_int_eq(ask(&p, "POST", REALM "/clock", NO_ARGUMENTS, "{\"frozen\":true}"), 200);
}

static void sign_in_once(void)
{
    char header[1000];

    sign_in(&p, header, sizeof header);
}

static void advance(const char *duration)
{
    char body[60];

    snprintf(body, sizeof body, "{\"advance\":\"%s\"}", duration);
    ck_assert_int_eq(ask(&p, "POST", REALM "/clock", NO_ARGUMENTS, body), 200);
}

/* The state of the newest webhook, once it has had so many attempts. */
static const char *state_in(const char *realm, int attempts)
{
    char path[100];

    snprintf(path, sizeof path, "/_sandgate/realms/%s/outbox?channel=WEBHOOK&limit=1", realm);
    for (;; usleep(20000)) {
        ck_assert_int_eq(ask(&p, "GET", path, NO_ARGUMENTS, ""), 200);
        json_t *message = json_array_get(json_object_get(answer.json, "messages"), 0);
        json_t *delivery = json_object_get(message, "delivery");

        if (json_integer_value(json_object_get(delivery, "attempts")) == attempts)
            return json_string_value(json_object_get(delivery, "state"));
    }
}

static const char *state_after(int attempts)
{
    return state_in("default", attempts);
}

/* A sign-in, and its event, which waits for an answer. */
static void take_next_event(void)
{
    sign_in_once();
    receiver_take(&receiver, &request);
}

static void take_first_event(void)
{
    start_listening(NO_ARGUMENTS);
    take_next_event();
}

START_TEST(sends_a_signed_event)
{
    char reference[100];
    char published[100];
    char signature[SIGNATURE_SIZE];

    take_first_event();
    ck_assert_int_eq(strncmp(request.text, "POST /login/watch HTTP/1.1\r\n", 28), 0);
    ck_assert_str_eq(delivery_header(&request, "Content-Type"), "application/json");
    snprintf(reference, sizeof reference, "%s", delivery_header(&request, "call-ref"));
    snprintf(published, sizeof published, "%s", delivery_header(&request, "published-timestamp"));
    const char *const parts[] = {reference, request.body, published};

    webhook_sign("demo-api-key", &parts[2], 1, signature);
    ck_assert_str_eq(delivery_header(&request, "signature"), signature);
    webhook_sign("demo-api-key", parts, 3, signature);
    ck_assert_str_eq(delivery_header(&request, "signature-v2"), signature);
    ck_assert_ptr_nonnull(strstr(request.body, published));
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(1), "DELIVERED");
    program_finish(&p);
}
END_TEST

/* case webhooks 22 */
START_TEST(tries_again_by_the_clock_of_the_realm_until_it_is_delivered)
{
    char reference[100];

    take_first_event();
    snprintf(reference, sizeof reference, "%s", delivery_header(&request, "call-ref"));
    receiver_answer(&request, 503, "");
    ck_assert_str_eq(state_after(1), "PENDING");
    advance("PT9.999S");
    ck_assert(receiver_is_quiet(&receiver, 100));
    advance("PT0.001S");
    receiver_take(&receiver, &request);
    ck_assert_str_eq(delivery_header(&request, "call-ref"), reference);
    receiver_answer(&request, 503, "");
    ck_assert_str_eq(state_after(2), "PENDING");
    advance("PT60S");
    receiver_take(&receiver, &request);
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(3), "DELIVERED");
    program_finish(&p);
}
END_TEST

/* case webhooks 23 */
START_TEST(gives_up_after_six_attempts)
{
    static const char *const waits[] = {"PT10S", "PT1M", "PT6M", "PT36M", "PT3H36M"};

    start_listening(NO_ARGUMENTS);
    sign_in_once();
    for (int i = 0; i < 6; i++) {
        receiver_take(&receiver, &request);
        receiver_answer(&request, 500, "");
        ck_assert_str_eq(state_after(i + 1), i < 5 ? "PENDING" : "FAILED");
        if (i < 5)
            advance(waits[i]);
    }
    advance("P10D");
    ck_assert(receiver_is_quiet(&receiver, 100));
    program_finish(&p);
}
END_TEST

/* What a receiver may do, and what becomes of the delivery: 0 hangs up. */
static const struct {
    int status;
    const char *more;
    const char *state;
} answers[] = {
    {200, "", "DELIVERED"}, {302, "Location: /elsewhere\r\n", "FAILED"},
    {404, "", "FAILED"},    {408, "", "PENDING"},
    {0, "", "PENDING"},
};

START_TEST(takes_an_answer_for_what_it_is)
{
    take_first_event();
    receiver_answer(&request, answers[_i].status, answers[_i].more);
    ck_assert_str_eq(state_after(1), answers[_i].state);
    ck_assert(receiver_is_quiet(&receiver, 50)); /* a redirection is not followed */
    program_finish(&p);
}
END_TEST

START_TEST(does_not_wait_for_a_receiver_that_is_slow)
{
    start_listening(NO_ARGUMENTS);
    ck_assert_int_eq(
        ask(&p, "PATCH", REALM "/settings", NO_ARGUMENTS, "{\"webhookTimeoutSeconds\":1}"), 200);
    take_next_event();
    /* neither answered nor closed: everybody else is answered all the same */
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(health(&p), 200);
    ck_assert_str_eq(state_after(1), "PENDING"); /* webhookTimeoutSeconds is over */
    close(request.fd);
    program_finish(&p);
}
END_TEST

START_TEST(ends_at_once_while_a_receiver_is_slow)
{
    take_first_event();
    program_finish(&p);
    close(request.fd);
}
END_TEST

START_TEST(takes_a_dead_receiver_for_one_that_will_come_back)
{
    char dead[60];

    snprintf(dead, sizeof dead, "http://127.0.0.1:%d", free_port());
    start_listening(NO_ARGUMENTS);
    set_webhook(dead);
    sign_in_once();
    ck_assert_str_eq(state_after(1), "PENDING");
    ck_assert_ptr_nonnull(strstr(answer.body, "\"lastError\":\""));
    set_webhook(receiver.url);
    advance("PT10S");
    receiver_take(&receiver, &request);
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(2), "DELIVERED");
    program_finish(&p);
}
END_TEST

/* A realm with the demo people, an earlier time and a webhook that waits: nobody is at its address. */
static void make_waiting_realm(void)
{
    char body[400];
    char key[200];

    snprintf(body, sizeof body,
             "{\"name\":\"other\",\"seed\":\"demo\",\"settings\":{\"webhookUrl\":"
             "\"http://127.0.0.1:%d\"}}",
             free_port());
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, body), 201);
    snprintf(key, sizeof key, "api-key: %s",
             json_string_value(json_object_get(json_object_get(answer.json, "weavr"), "apiKey")));
    ck_assert_int_eq(
        ask(&p, "POST", "/_sandgate/realms/other/clock", NO_ARGUMENTS, "{\"frozen\":true}"), 200);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms/other/clock", NO_ARGUMENTS,
                         "{\"set\":\"2020-01-01T00:00:00Z\"}"),
                     200);
    ck_assert_int_eq(ask(&p, "POST", "/multi/login_with_password", ARGUMENTS(key),
                         "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}"),
                     200);
    ck_assert_str_eq(state_in("other", 1), "PENDING");
}

START_TEST(sends_a_receiver_what_is_of_its_own_realm)
{
    char id[100];

    start_listening(NO_ARGUMENTS);
    make_waiting_realm();
    sign_in_once();
    snprintf(id, sizeof id, "%s",
             json_string_value(json_object_get(json_object_get(answer.json, "identity"), "id")));
    receiver_take(&receiver, &request);
    ck_assert_ptr_nonnull(strstr(request.body, id));
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(1), "DELIVERED");
    program_finish(&p);
}
END_TEST

START_TEST(sends_in_order_one_at_a_time)
{
    char first[100];

    start_listening(NO_ARGUMENTS);
    sign_in_once();
    sign_in_once();
    receiver_take(&receiver, &request);
    snprintf(first, sizeof first, "%s", delivery_header(&request, "call-ref"));
    ck_assert(receiver_is_quiet(&receiver, 100));
    receiver_answer(&request, 204, "");
    receiver_take(&receiver, &request);
    ck_assert_int_lt(atoll(first), atoll(delivery_header(&request, "call-ref")));
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(1), "DELIVERED");
    program_finish(&p);
}
END_TEST

/* case webhooks 25, and what waits does so until there is an address again */
START_TEST(sends_nothing_without_an_address)
{
    start_listening(NO_ARGUMENTS);
    ck_assert_int_eq(ask(&p, "PATCH", REALM "/settings", NO_ARGUMENTS, "{\"webhookUrl\":null}"),
                     200);
    sign_in_once();
    ck_assert(receiver_is_quiet(&receiver, 100));
    ck_assert_int_eq(ask(&p, "GET", REALM "/outbox?channel=WEBHOOK", NO_ARGUMENTS, ""), 200);
    ck_assert_ptr_nonnull(strstr(answer.body, "/login/watch"));
    ck_assert_ptr_null(strstr(answer.body, "\"delivery\""));
    program_finish(&p);
}
END_TEST

START_TEST(sends_what_was_left_when_it_starts_again)
{
    const char *path = path_of("state.db");
    char reference[100];

    start_listening(ARGUMENTS("--db", path));
    sign_in_once();
    receiver_take(&receiver, &request);
    snprintf(reference, sizeof reference, "%s", delivery_header(&request, "call-ref"));
    program_stop(&p, SIGKILL);
    program_status(&p);
    program_close(&p);
    close(request.fd);
    program_start(&p, ARGUMENTS("--db", path));
    ck_assert(
        receiver_is_quiet(&receiver, 50)); /* it may have arrived: it is not sent again at once */
    advance("PT10S");
    receiver_take(&receiver, &request);
    ck_assert_str_eq(delivery_header(&request, "call-ref"), reference);
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(1), "DELIVERED");
    program_finish(&p);
}
END_TEST

/* The status counts, whatever becomes of the body behind it. */
START_TEST(takes_half_a_good_answer_for_one)
{
    static const char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal";

    take_first_event();
    ck_assert_int_eq(send(request.fd, half, sizeof half - 1, MSG_NOSIGNAL), sizeof half - 1);
    close(request.fd);
    ck_assert_str_eq(state_after(1), "DELIVERED");
    program_finish(&p);
}
END_TEST

START_TEST(forgets_what_was_under_way_in_a_realm_that_is_reset)
{
    take_first_event();
    ck_assert_int_eq(ask(&p, "POST", REALM "/reset", NO_ARGUMENTS, ""), 204);
    receiver_answer(&request, 204, "");
    sign_in_once();
    receiver_take(&receiver, &request);
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(1), "DELIVERED");
    program_finish(&p);
}
END_TEST

/* The message that a snapshot brought back knows nothing of the attempt that was under way. */
START_TEST(repeats_what_was_under_way_when_a_snapshot_was_restored)
{
    char reference[100];

    take_first_event();
    snprintf(reference, sizeof reference, "%s", delivery_header(&request, "call-ref"));
    ck_assert_int_eq(ask(&p, "POST", REALM "/snapshots", NO_ARGUMENTS, "{\"name\":\"base\"}"), 201);
    ck_assert_int_eq(ask(&p, "POST", REALM "/snapshots/base/restore", NO_ARGUMENTS, ""), 204);
    receiver_answer(&request, 204, "");
    advance("PT10S");
    receiver_take(&receiver, &request);
    ck_assert_str_eq(delivery_header(&request, "call-ref"), reference);
    receiver_answer(&request, 204, "");
    ck_assert_str_eq(state_after(1), "DELIVERED");
    program_finish(&p);
}
END_TEST

/* The phone of the demo corporate accepts by itself; nobody asks sandgate anything meanwhile. */
START_TEST(tells_what_time_brought_without_being_asked)
{
    static const char phone[] = "{\"phone\":{\"push\":\"accept\",\"afterMillis\":300}}";
    char header[1000];
    char path[200];

    program_start(&p, NO_ARGUMENTS);
    ck_assert_int_eq(
        ask(&p, "POST", "/multi/login_with_password", ARGUMENTS(KEY),
            "{\"email\":\"corporate@example.com\",\"password\":{\"value\":\"Pass1234!\"}}"),
        200);
    snprintf(header, sizeof header, "Authorization: Bearer %s", answered("token"));
    snprintf(path, sizeof path, REALM "/users/%s",
             json_string_value(json_object_get(json_object_get(answer.json, "identity"), "id")));
    ck_assert_int_eq(ask(&p, "PATCH", path, NO_ARGUMENTS, phone), 200);
    set_webhook(receiver.url);
    ck_assert_int_eq(
        ask(&p, "POST", "/multi/stepup/challenges/push/AUTHY", ARGUMENTS(KEY, header), ""), 200);
    receiver_take(&receiver, &request);
    ck_assert_int_eq(strncmp(request.text, "POST /stepup/watch HTTP/1.1\r\n", 29), 0);
    ck_assert_ptr_nonnull(strstr(request.body, "\"status\":\"VERIFIED\""));
    receiver_answer(&request, 204, "");
    program_finish(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        sends_a_signed_event,
        tries_again_by_the_clock_of_the_realm_until_it_is_delivered,
        gives_up_after_six_attempts,
        does_not_wait_for_a_receiver_that_is_slow,
        ends_at_once_while_a_receiver_is_slow,
        takes_a_dead_receiver_for_one_that_will_come_back,
        sends_a_receiver_what_is_of_its_own_realm,
        sends_in_order_one_at_a_time,
        sends_nothing_without_an_address,
        sends_what_was_left_when_it_starts_again,
        takes_half_a_good_answer_for_one,
        forgets_what_was_under_way_in_a_realm_that_is_reset,
        repeats_what_was_under_way_when_a_snapshot_was_restored,
        tells_what_time_brought_without_being_asked,
    };
    Suite *s = suite_create("webhooks");
    TCase *tcase = suite_case(s, "webhooks");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    for (size_t i = 0; i < ARRAY_SIZE(tests); i++)
        tcase_add_test(tcase, tests[i]);
    tcase_add_loop_test(tcase, takes_an_answer_for_what_it_is, 0, ARRAY_SIZE(answers));
    return suite_run(s, CK_FORK_GETENV);
}
