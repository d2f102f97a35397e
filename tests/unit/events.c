/* SPDX-License-Identifier: MIT */
/* Server-sent events: what listeners are told, and listeners that misbehave. */
#include "base/array.h"
#include "base/clock.h"
#include "engine/feed.h"
#include "support/program.h"
#include "support/suite.h"

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct program p;

/* ---- a connection that is read as it fills ---- */

struct listener {
    int fd;
    char text[100000]; /* all that came so far */
    size_t length;
};

static void listen_to(struct listener *l, const char *query)
{
    char request[300];

    /* in HTTP/1.0 no chunks are between */
    snprintf(request, sizeof request, "GET /_sandgate/events%s HTTP/1.0\r\nHost: localhost\r\n\r\n",
             query);
    *l = (struct listener){.fd = open_with(&p, request, strlen(request))};
}

static bool hear_more(struct listener *l)
{
    ck_assert_uint_lt(l->length, sizeof l->text - 1);
    ssize_t got = recv(l->fd, l->text + l->length, sizeof l->text - 1 - l->length, 0);

    if (got <= 0)
        return false;
    l->length += (size_t) got;
    l->text[l->length] = '\0';
    return true;
}

/* Waits until it has heard `part`, behind `after` (NULL: anywhere): where. */
static const char *hear(struct listener *l, const char *part, const char *after)
{
    const char *found;

    while ((found = strstr(after == NULL ? l->text : after, part)) == NULL)
        ck_assert_msg(hear_more(l), "the end came before %s:\n%s", part, l->text);
    return found;
}

/* All to the end of the connection; answers errno. */
static int hear_to_the_end(struct listener *l)
{
    errno = 0;
    while (hear_more(l))
        l->length = 0;
    return errno;
}

static void stop_listening(struct listener *l)
{
    close(l->fd);
}

static void start(void)
{
    make_directory();
    program_start(&p, NO_ARGUMENTS);
}

static void end(void)
{
    program_finish(&p);
    remove_directory();
}

static char authorization[1000];

static void sign_in_once(void)
{
    sign_in(&p, authorization, sizeof authorization);
}

static const char *token(void)
{
    return authorization + strlen("Authorization: Bearer ");
}

/* ---- what is told ---- */

START_TEST(tells_of_a_sign_in_and_no_secret)
{
    struct listener l;

    listen_to(&l, "?realm=default");
    hear(&l, "text/event-stream", NULL);
    hear(&l, "retry: 1000\n\n", NULL);
    sign_in_once();
    const char *session = hear(&l, "event: session\ndata: {\"realm\":\"", NULL);
    const char *message = hear(&l, "event: message\n", session);
    const char *request = hear(&l, "event: request\n", message);

    hear(&l, "\"operation\":\"login_with_password\"", request);
    hear(&l, "\n\n", request);
    ck_assert_ptr_nonnull(strstr(session, "\"tokenType\":\"ACCESS\""));
    ck_assert_ptr_nonnull(strstr(message, "\"kind\":\"login\""));
    ck_assert_ptr_null(strstr(l.text, "pa$$word"));
    ck_assert_ptr_null(strstr(l.text, "demo-api-key"));
    ck_assert_ptr_null(strstr(l.text, token()));
    stop_listening(&l);
}
END_TEST

START_TEST(tells_of_a_challenge_whenever_it_changes)
{
    struct listener l;
    char path[200];

    ck_assert_int_eq(ask(&p, "POST", "/multi/login_with_password", ARGUMENTS(KEY),
                         "{\"email\":\"corporate@example.com\","
                         "\"password\":{\"value\":\"Pass1234!\"}}"),
                     200);
    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", answered("token"));
    listen_to(&l, "");
    hear(&l, "retry", NULL);
    ck_assert_int_eq(
        ask(&p, "POST", "/multi/stepup/challenges/push/AUTHY", ARGUMENTS(KEY, authorization), ""),
        200);
    const char *pending = hear(&l, "event: challenge\n", NULL);

    hear(&l, "\"state\":\"PENDING\"", pending);
    snprintf(path, sizeof path, "/_sandgate/realms/default/challenges/%s/accept", answered("id"));
    hear(&l, answered("id"), pending);
    ck_assert_int_eq(ask(&p, "POST", path, NO_ARGUMENTS, ""), 204);
    hear(&l, "\"state\":\"VERIFIED\"", hear(&l, "event: challenge\n", pending + 1));
    hear(&l, "\"steppedUp\":true", hear(&l, "event: session\n", NULL));
    ck_assert_int_eq(ask(&p, "POST", "/multi/logout", ARGUMENTS(KEY, authorization), ""), 204);
    hear(&l, "\"endedAt\":\"", NULL);
    stop_listening(&l);
}
END_TEST

/* A clock is moved: what expires by it is told although nobody asks for it. */
START_TEST(tells_of_what_happens_by_itself)
{
    struct listener l;

    ck_assert_int_eq(ask(&p, "POST", "/multi/login_with_password", ARGUMENTS(KEY),
                         "{\"email\":\"corporate@example.com\","
                         "\"password\":{\"value\":\"Pass1234!\"}}"),
                     200);
    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", answered("token"));
    ck_assert_int_eq(
        ask(&p, "POST", "/multi/stepup/challenges/push/AUTHY", ARGUMENTS(KEY, authorization), ""),
        200);
    listen_to(&l, "?realm=default");
    hear(&l, "retry", NULL);
    ck_assert_int_eq(
        ask(&p, "POST", "/_sandgate/realms/default/clock", NO_ARGUMENTS, "{\"advance\":\"PT10M\"}"),
        200);
    hear(&l, "\"state\":\"EXPIRED\"", hear(&l, "event: challenge\n", NULL));
    stop_listening(&l);
}
END_TEST

START_TEST(tells_nothing_of_another_realm)
{
    struct listener mine;
    struct listener all;

    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, "{\"name\":\"mine\"}"),
                     201);
    listen_to(&mine, "?realm=mine");
    listen_to(&all, "");
    hear(&mine, "retry", NULL);
    hear(&all, "retry", NULL);
    sign_in_once();
    ck_assert_int_eq(ask(&p, "GET", "/multi/nothing", NO_ARGUMENTS, ""), 400); /* finds no realm */
    hear(&all, "/multi/nothing", hear(&all, "login_with_password", NULL));
    ck_assert_int_eq(ask(&p, "DELETE", "/_sandgate/realms/mine", NO_ARGUMENTS, ""), 204);
    while (hear_more(&mine)) /* its end comes with the realm's */
        continue;
    ck_assert_ptr_null(strstr(mine.text, "event:"));
    stop_listening(&mine);
    stop_listening(&all);
}
END_TEST

/* ---- listeners that misbehave ---- */

static void make_noise(size_t requests)
{
    char path[1000];

    memset(path, 'a', sizeof path);
    memcpy(path, "/multi/", 7);
    path[sizeof path - 1] = '\0';
    for (size_t i = 0; i < requests; i++)
        ck_assert_int_eq(ask(&p, "GET", path, ARGUMENTS(KEY), ""), 404);
}

static int listeners(void)
{
    ask(&p, "GET", "/_sandgate/metrics", NO_ARGUMENTS, "");
    const char *gauge = strstr(answer.body, "\nsandgate_listeners ");

    ck_assert_ptr_nonnull(gauge);
    return atoi(gauge + strlen("\nsandgate_listeners "));
}

/* More than what the stream and both sides' socket buffers hold together. */
START_TEST(drops_a_listener_that_does_not_read)
{
    struct listener deaf;
    struct listener good;
    const int small = 4096;
    size_t rounds = 0;

    listen_to(&deaf, "");
    ck_assert_int_eq(setsockopt(deaf.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    listen_to(&good, "");
    hear(&good, "retry", NULL);
    ck_assert_int_eq(listeners(), 2);
    /* the good one keeps up meanwhile */
    for (; listeners() == 2 && rounds < 200; rounds++) {
        make_noise(50);
        good.length = 0;
        ck_assert(hear_more(&good));
        while (recv(good.fd, good.text, sizeof good.text, MSG_DONTWAIT) > 0)
            continue;
    }
    ck_assert_uint_lt(rounds, 200);
    ck_assert_int_eq(hear_to_the_end(&deaf), ECONNRESET);
    good.length = 0;
    *good.text = '\0';
    sign_in_once();
    hear(&good, "login_with_password", NULL);
    ck_assert_int_eq(health(&p), 200);
    stop_listening(&deaf);
    stop_listening(&good);
}
END_TEST

START_TEST(lets_only_so_many_listen_and_notices_who_leaves)
{
    static struct listener many[STREAMS_MOST];

    for (size_t i = 0; i < STREAMS_MOST; i++) {
        listen_to(&many[i], "");
        hear(&many[i], "retry", NULL);
    }
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/events", NO_ARGUMENTS, ""), 409);
    stop_listening(&many[7]);
    /* it is known when something can't be sent; the first after the end may still be taken */
    for (int i = 0; i < 100 && listeners() == STREAMS_MOST; i++)
        make_noise(1);
    ck_assert_int_eq(listeners(), STREAMS_MOST - 1);
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/events", NO_ARGUMENTS, ""), 200);
    for (size_t i = 0; i < STREAMS_MOST; i++) {
        if (i != 7)
            stop_listening(&many[i]);
    }
}
END_TEST

START_TEST(ends_its_streams_before_it_ends)
{
    struct listener l;

    listen_to(&l, "");
    hear(&l, "retry", NULL);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(hear_to_the_end(&l), 0);
    ck_assert_int_eq(program_status(&p), 0);
    stop_listening(&l);
    program_close(&p);
    program_start(&p, NO_ARGUMENTS);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("events");
    TCase *tcase = suite_case(s, "events");

    tcase_add_checked_fixture(tcase, start, end);
    tcase_add_test(tcase, tells_of_a_sign_in_and_no_secret);
    tcase_add_test(tcase, tells_of_a_challenge_whenever_it_changes);
    tcase_add_test(tcase, tells_of_what_happens_by_itself);
    tcase_add_test(tcase, tells_nothing_of_another_realm);
    tcase_add_test(tcase, drops_a_listener_that_does_not_read);
    tcase_add_test(tcase, lets_only_so_many_listen_and_notices_who_leaves);
    tcase_add_test(tcase, ends_its_streams_before_it_ends);
    return s;
}

int main(void)
{
    return suite_run(suite(), CK_FORK_GETENV);
}
