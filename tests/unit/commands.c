/* SPDX-License-Identifier: MIT */
/* The program's other commands: readyz. */
#include "base/array.h"
#include "base/clock.h"
#include "support/program.h"

#include <arpa/inet.h>
#include <check.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- command lines ---- */

static const struct {
    const char *arguments[4];
    const char *word;
} bad_lines[] = {
    {{"readyz", "a", "b"}, "readyz"},
    {{"readyz", "nonsense"}, "URL"},
    {{"readyz", "ftp://127.0.0.1"}, "URL"},
    {{"readyz", "http://"}, "URL"},
    {{"readyz", "http://127.0.0.1:99999"}, "URL"},
    {{"readyz", "--timeout"}, "--timeout"},
    {{"readyz", "--timeout", "soon"}, "soon"},
    {{"readyz", "--timeout", "5"}, "--timeout 5"},
    {{"readyz", "--timeout", "s"}, "--timeout s"},
    {{"readyz", "--timeout", "0s"}, "0s"},
    {{"readyz", "--timeout", "25h"}, "25h"},
    {{"readyz", "--db", "x"}, "--db"},
    {{"readyz", "--nope"}, "--nope"},
    {{"serve", "--wait"}, "--wait"},
    {{"--timeout", "1s"}, "--timeout"},
};

START_TEST(refuses_a_bad_command_line_with_one_line)
{
    expect_one_line(bad_lines[_i].arguments, 2, bad_lines[_i].word);
}
END_TEST

/* ---- readyz ---- */

START_TEST(says_nothing_of_a_gateway_that_is_ready)
{
    static const char *const endings[] = {"", "/", "/?a=b"};
    char url[400];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
        snprintf(url, sizeof url, "%s%s", p.url, endings[i]);
        struct ended ended = program_run(ARGUMENTS("readyz", url), NO_ARGUMENTS);

        ck_assert_msg(ended.status == 0, "exit %d: %s", ended.status, ended.err);
        ck_assert_str_eq(ended.out, "");
        ck_assert_str_eq(ended.err, "");
    }
    program_finish(&p);
}
END_TEST

START_TEST(tells_why_a_gateway_is_not_ready)
{
    char url[60];

    snprintf(url, sizeof url, "http://127.0.0.1:%d", free_port());
    expect_one_line(ARGUMENTS("readyz", url), 1, "Connection refused");
}
END_TEST

START_TEST(asks_where_serve_listens)
{
    char port[30];
    char wrong[60];
    char listen[60];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    snprintf(port, sizeof port, "PORT=%d", p.port);
    snprintf(listen, sizeof listen, "SANDGATE_LISTEN=localhost:%d", p.port);
    snprintf(wrong, sizeof wrong, "SANDGATE_LISTEN=127.0.0.1:%d", free_port());
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(port)).status, 0);
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(listen)).status, 0);
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(wrong)).status, 1);
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(wrong, port)).status, 0);
    /* what else serve reads is not its business */
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(port, "SANDGATE_LOG=x")).status, 0);
    program_finish(&p);
}
END_TEST

/* A socket that listens; `ret_url` is where. */
static int open_listener(char *ret_url, size_t size)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    ck_assert_int_eq(bind(fd, (struct sockaddr *) &address, length), 0);
    ck_assert_int_eq(listen(fd, 10), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *) &address, &length), 0);
    snprintf(ret_url, size, "http://127.0.0.1:%d", ntohs(address.sin_port));
    return fd;
}

/* Takes one request, which begins with `head`, and answers it. */
static void answer_once(int listener, const char *head, const char *text)
{
    char request[1000] = "";
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_gt(recv(fd, request, sizeof request - 1, 0), 0);
    ck_assert_msg(strncmp(request, head, strlen(head)) == 0, "%s", request);
    ck_assert_int_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t) strlen(text));
    close(fd);
}

static void expect_end(struct program *p, int status, const char *words)
{
    ck_assert_int_eq(program_status(p), status);
    ck_assert_msg(strstr(text_of(p->err), words) != NULL, "%s", text_of(p->err));
    program_close(p);
}

#define NOT_READY "HTTP/1.1 503 Service Unavailable\r\n\r\n"

static const struct {
    const char *text;
    int status;
    const char *words;
} answers[] = {
    {"HTTP/1.1 200 OK\r\n\r\n", 0, ""},  {NOT_READY, 1, "it answers 503"},
    {"HTTP/1.1 204 \r\n\r\n", 1, "204"}, {"hello, this is 200", 1, "not HTTP"},
    {"HTTP/1.1", 1, "not HTTP"},         {"", 1, "not HTTP"},
};

START_TEST(takes_200_alone_for_ready)
{
    char url[100];
    struct program p;
    int listener = open_listener(url, sizeof url);

    strcat(url, "/below/");
    program_launch(&p, ARGUMENTS("readyz", url), NO_ARGUMENTS, false);
    answer_once(listener, "GET /below/readyz HTTP/1.1\r\nHost: 127.0.0.1:", answers[_i].text);
    expect_end(&p, answers[_i].status, answers[_i].words);
    close(listener);
}
END_TEST

START_TEST(waits_until_a_gateway_is_ready)
{
    char url[100];
    struct program p;
    int listener = open_listener(url, sizeof url);

    program_launch(&p, ARGUMENTS("readyz", "--wait", url), NO_ARGUMENTS, false);
    answer_once(listener, "GET /readyz ", NOT_READY);
    answer_once(listener, "GET /readyz ", "");
    answer_once(listener, "GET /readyz ", "HTTP/1.1 200 OK\r\n\r\n");
    expect_end(&p, 0, "");
    close(listener);
}
END_TEST

START_TEST(waits_no_longer_than_its_timeout)
{
    char url[100];
    char nobody[60];
    int listener = open_listener(url, sizeof url);
    int64_t start = clock_monotonic();

    /* connected, and never answered */
    expect_one_line(ARGUMENTS("readyz", "--timeout", "200ms", url), 1, "no answer in time");
    ck_assert_int_ge(clock_monotonic() - start, 200);
    snprintf(nobody, sizeof nobody, "http://127.0.0.1:%d", free_port());
    start = clock_monotonic();
    expect_one_line(ARGUMENTS("readyz", "--wait", "--timeout", "300ms", nobody), 1, "refused");
    ck_assert_int_ge(clock_monotonic() - start, 200);
    ck_assert_int_lt(clock_monotonic() - start, 20000);
    close(listener);
}
END_TEST

int main(void)
{
    const struct {
        const TTest *test;
        size_t rows; /* 0: run once */
    } tests[] = {
        {refuses_a_bad_command_line_with_one_line, ARRAY_SIZE(bad_lines)},
        {says_nothing_of_a_gateway_that_is_ready, 0},
        {tells_why_a_gateway_is_not_ready, 0},
        {asks_where_serve_listens, 0},
        {takes_200_alone_for_ready, ARRAY_SIZE(answers)},
        {waits_until_a_gateway_is_ready, 0},
        {waits_no_longer_than_its_timeout, 0},
    };
    Suite *s = suite_create("commands");
    TCase *tcase = tcase_create("commands");

    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    for (size_t i = 0; i < ARRAY_SIZE(tests); i++)
        tcase_add_loop_test(tcase, tests[i].test, 0, tests[i].rows == 0 ? 1 : (int) tests[i].rows);
    suite_add_tcase(s, tcase);
    SRunner *runner = srunner_create(s);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
