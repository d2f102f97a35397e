/* SPDX-License-Identifier: MIT */
/* The real program with a stderr that nobody reads, that is closed or that is full. */
#include "base/array.h"
#include "base/output.h"
#include "support/program.h"
#include "support/suite.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* More lines than a pipe, a socket or a terminal and the log's buffer take together. */
#define REQUESTS 5000

static int64_t dropped_lines(const struct program *p)
{
    static const char name[] = "\nsandgate_log_lines_dropped_total ";

    ck_assert_int_eq(ask(p, "GET", "/_sandgate/metrics", NO_ARGUMENTS, ""), 200);
    const char *sample = strstr(answer.body, name);

    ck_assert_ptr_nonnull(sample);
    return strtoll(sample + strlen(name), NULL, 10);
}

/* Requests of one connection, each answered before the next is sent. */
static void call(const struct program *p, int requests)
{
    static const char request[] = "GET /_sandgate/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    char text[4096];
    int fd = open_socket(p);

    for (int i = 0; i < requests; i++) {
        size_t length = 0;

        ck_assert_int_eq(send(fd, request, sizeof request - 1, MSG_NOSIGNAL), sizeof request - 1);
        while (length == 0 || text[length - 1] != '}') {
            ssize_t got = recv(fd, text + length, sizeof text - length, 0);

            ck_assert_int_gt(got, 0);
            length += (size_t) got;
        }
        ck_assert_int_eq(strncmp(text, "HTTP/1.1 200", 12), 0);
    }
    close(fd);
}

/* ---- descriptors that take no more ---- */

static void open_pipe(int ends[2])
{
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
}

static void open_sockets(int ends[2])
{
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
}

static void open_terminal(int ends[2])
{
    ck_assert_int_eq(openpty(&ends[0], &ends[1], NULL, NULL, NULL), 0);
}

/* Each opens the end of the reader, ends[0], and that of the program, ends[1]. */
static void (*const openings[])(int ends[2]) = {open_pipe, open_sockets, open_terminal};

/* Reads lines up to the one that announces dropped ones; returns how many came before. */
static int64_t read_lines(int fd, int64_t *ret_dropped)
{
    char line[5000];
    FILE *file = fdopen(fd, "r");
    int64_t lines = 0;

    while (fgets(line, sizeof line, file) != NULL) {
        const char *announced = strstr(line, " dropped=");

        ck_assert_ptr_nonnull(strchr(line, '\n'));
        if (announced != NULL) {
            *ret_dropped = strtoll(announced + strlen(" dropped="), NULL, 10);
            fclose(file);
            return lines;
        }
        ck_assert_msg(strncmp(line, "op=", 3) == 0 && strstr(line, " ref=") != NULL,
                      "not a line: %s", line);
        lines++;
    }
    ck_abort_msg("no line says how many were dropped");
}

START_TEST(answers_while_nobody_reads_stderr)
{
    struct program p;
    int ends[2];
    int64_t announced;

    openings[_i](ends);
    program_start_to(&p, ends[1]);
    call(&p, REQUESTS);
    int64_t dropped = dropped_lines(&p);

    ck_assert_int_gt(dropped, 0);
    ck_assert_int_lt(dropped, REQUESTS);
    /* the flag would be seen by all who share the descriptor */
    ck_assert_int_eq(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);

    int64_t read = read_lines(dup(ends[0]), &announced);

    /* with the request for the metric; no line is lost uncounted */
    ck_assert_int_eq(read + announced, REQUESTS + 1);
    ck_assert_int_eq(dropped_lines(&p), announced);
    program_finish(&p);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

static void fill(int fd)
{
    static const char bytes[4096];
    int flags = fcntl(fd, F_GETFL);

    fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    for (size_t size = sizeof bytes; size > 0; size /= 2) {
        while (write(fd, bytes, size) > 0)
            continue;
    }
    fcntl(fd, F_SETFL, flags);
}

START_TEST(starts_and_ends_with_a_full_stderr)
{
    struct program p;
    int ends[2];

    openings[_i](ends);
    fill(ends[1]);
    program_start_to(&p, ends[1]);
    call(&p, 1);
    program_finish(&p);
    program_launch_to(&p, ARGUMENTS("--nope"), NO_ARGUMENTS, false, ends[1]);
    ck_assert_int_eq(program_status(&p), 2);
    program_close(&p);
    program_launch_to(
        &p, ARGUMENTS("exec", "--fail-on-unmatched", "--min-coverage", "100", "--", "true"),
        NO_ARGUMENTS, false, ends[1]);
    ck_assert_int_eq(program_status(&p), 1);
    program_close(&p);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

/* The line on stdout is lost as well, but not the start. */
START_TEST(starts_with_a_full_stdout_and_ready_pipe)
{
    int ends[2];
    const int port = free_port();
    char address[40];
    char url[60];

    open_pipe(ends);
    fill(ends[1]);
    snprintf(address, sizeof address, "127.0.0.1:%d", port);
    snprintf(url, sizeof url, "http://%s", address);
    pid_t pid = fork();

    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        dup2(ends[1], 3);
        execl(SANDGATE, "sandgate", "--listen", address, "--ready-fd", "3", NULL);
        _exit(127);
    }
    struct ended probe =
        program_run(ARGUMENTS("readyz", "--wait", "--timeout", "1h", url), NO_ARGUMENTS);

    ck_assert_int_eq(probe.status, 0);
    kill(pid, SIGTERM);
    struct program p = {.pid = pid};

    ck_assert_int_eq(program_status(&p), 0);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

/* ---- descriptors that take nothing ---- */

static int open_closed(void)
{
    return STDERR_CLOSED;
}

static int open_full_disk(void)
{
    return open("/dev/full", O_WRONLY | O_CLOEXEC);
}

static int open_unread_pipe(void)
{
    int ends[2];

    open_pipe(ends);
    close(ends[0]);
    return ends[1];
}

static int open_unread_socket(void)
{
    int ends[2];

    open_sockets(ends);
    close(ends[0]);
    return ends[1];
}

static int (*const failing[])(void) = {open_closed, open_full_disk, open_unread_pipe,
                                       open_unread_socket};

START_TEST(counts_what_stderr_refuses)
{
    const int requests = 10;
    struct program p;
    int fd = failing[_i]();

    program_start_to(&p, fd);
    call(&p, requests);
    ck_assert_int_eq(dropped_lines(&p), requests);
    ck_assert_int_eq(dropped_lines(&p), requests + 1);
    program_finish(&p);
    if (fd != STDERR_CLOSED)
        close(fd);
}
END_TEST

/* A disk that is full in the middle of a line, and has room again later. */
START_TEST(continues_a_line_that_was_cut)
{
    const struct rlimit some = {1000, RLIM_INFINITY};
    const struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    struct program p;
    int64_t announced;
    int fd = open(path_of("log"), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    signal(SIGXFSZ, SIG_IGN);
    program_start_to(&p, fd);
    ck_assert_int_eq(prlimit(p.pid, RLIMIT_FSIZE, &some, NULL), 0);
    call(&p, REQUESTS);
    ck_assert_int_eq(lseek(fd, 0, SEEK_END), (off_t) some.rlim_cur);
    ck_assert_int_gt(dropped_lines(&p), 0);
    ck_assert_int_eq(prlimit(p.pid, RLIMIT_FSIZE, &more, NULL), 0);
    call(&p, 1);
    program_finish(&p);
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    /* the last request's line may come before the announcement or after it */
    int64_t lines = read_lines(fd, &announced) + announced;

    ck_assert(lines == REQUESTS + 1 || lines == REQUESTS + 2);
}
END_TEST

static void expect_null_stderr(const struct program *p)
{
    char link[40];
    char target[40] = "";

    snprintf(link, sizeof link, "/proc/%d/fd/%d", (int) p->pid, STDERR_FILENO);
    ck_assert_int_gt(readlink(link, target, sizeof target - 1), 0);
    ck_assert_str_eq(target, "/dev/null");
}

/* A client must not get the number of the missing descriptor, and then read the log. */
START_TEST(sends_no_log_to_a_client)
{
    static const char request[] = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    struct program p;

    program_start_to(&p, STDERR_CLOSED);
    expect_null_stderr(&p);
    for (int i = 0; i < 20; i++) {
        int fd = open_with(&p, request, sizeof request - 1);

        ck_assert_ptr_null(strstr(receive(fd), "op="));
        close(fd);
    }
    program_finish(&p);
}
END_TEST

/* In the server SQLite would fill the gap; in the probe the connection is the first that is opened. */
START_TEST(sends_no_complaint_to_a_server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct program p;
    char url[60];
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert_int_eq(bind(listener, (struct sockaddr *) &address, length), 0);
    ck_assert_int_eq(listen(listener, 1), 0);
    ck_assert_int_eq(getsockname(listener, (struct sockaddr *) &address, &length), 0);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", ntohs(address.sin_port));
    program_launch_to(&p, ARGUMENTS("readyz", "--timeout", "1h", url), NO_ARGUMENTS, false,
                      STDERR_CLOSED);
    int connection = accept(listener, NULL, NULL);

    ck_assert_int_ge(connection, 0);
    expect_null_stderr(&p);
    close(connection);
    ck_assert_int_ne(program_status(&p), 0);
    program_close(&p);
    close(listener);
}
END_TEST

/* ---- one attempt ---- */

/* An eventfd is ready as long as it can take 1, but this number doesn't fit beside it, so write waits. */
START_TEST(interrupts_a_write_that_blocks_although_poll_said_ready)
{
    const uint64_t large = UINT64_MAX - 1;
    int fd = eventfd(1, EFD_CLOEXEC);
    struct pollfd writable = {.fd = fd, .events = POLLOUT};

    ck_assert_int_eq(poll(&writable, 1, 0), 1);
    ck_assert_int_eq(output_try(fd, (const char *) &large, sizeof large), 0);
    close(fd);
    ck_assert_int_eq(output_try(fd, "x", 1), -EBADF);
}
END_TEST

static void add_loop(Suite *s, const char *name, const TTest *test, size_t count)
{
    TCase *tcase = suite_case(s, name);

    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    tcase_add_loop_test(tcase, test, 0, (int) count);
}

int main(void)
{
    Suite *s = suite_create("log");
    /* the terminal is the last kind */
    size_t kinds = ARRAY_SIZE(openings) - (suite_lacks_terminal() == NULL ? 0 : 1);

    add_loop(s, "unread", answers_while_nobody_reads_stderr, kinds);
    add_loop(s, "full", starts_and_ends_with_a_full_stderr, kinds);
    add_loop(s, "ready", starts_with_a_full_stdout_and_ready_pipe, 1);
    add_loop(s, "failing", counts_what_stderr_refuses, ARRAY_SIZE(failing));
    add_loop(s, "cut", continues_a_line_that_was_cut, 1);
    add_loop(s, "closed", sends_no_log_to_a_client, 1);
    add_loop(s, "probe", sends_no_complaint_to_a_server, 1);
    add_loop(s, "attempt", interrupts_a_write_that_blocks_although_poll_said_ready, 1);
    return suite_run(s, CK_FORK_GETENV);
}
