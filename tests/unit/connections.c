/* SPDX-License-Identifier: MIT */
/* Connections: clients that leave or are slow, handshakes in pieces, and the end of the program. */
#include "base/array.h"
#include "http/server.h"
#include "support/program.h"
#include "support/suite.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <gnutls/gnutls.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void pause_briefly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

/* ---- clients that leave ---- */

static size_t descriptors(const struct program *p)
{
    char path[40];
    size_t count = 0;

    snprintf(path, sizeof path, "/proc/%d/fd", (int) p->pid);
    DIR *directory = opendir(path);

    ck_assert_ptr_nonnull(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

#define HEAD_END "Host: localhost\r\n" KEY "\r\n"

/* Requests that wait for a minute. */
static const struct {
    bool streams;
    const char *fault; /* a rule that makes it wait; NULL: none */
    const char *request;
} held[] = {
    {false, NULL, "GET /_sandgate/realms/default/outbox?wait=60 HTTP/1.1\r\n" HEAD_END "\r\n"},
    {false, NULL, "GET /_sandgate/realms/default/requests?wait=60 HTTP/1.1\r\n" HEAD_END "\r\n"},
    {false, NULL,
     "POST /multi/login_with_password HTTP/1.1\r\n" HEAD_END
     "Prefer: delay=60000\r\nContent-Length: 2\r\n\r\n{}"},
    {false, "{\"effect\":{\"delayMillis\":60000}}",
     "GET /multi/identities HTTP/1.1\r\n" HEAD_END "\r\n"},
    {false, "{\"effect\":{\"delayMillis\":60000,\"when\":\"after\"}}",
     "GET /multi/identities HTTP/1.1\r\n" HEAD_END "\r\n"},
    {true, NULL, "GET /_sandgate/events?realm=default HTTP/1.1\r\n" HEAD_END "\r\n"},
};

#define LEAVING 20

static void add_fault(const struct program *p, const char *fault)
{
    if (fault != NULL)
        ck_assert_int_eq(ask(p, "POST", "/_sandgate/realms/default/faults", NO_ARGUMENTS, fault),
                         201);
}

static size_t count_abandoned(const char *log)
{
    size_t count = 0;

    for (; (log = strstr(log, "abandoned=\"the client closed")) != NULL; log++)
        count++;
    return count;
}

START_TEST(notices_that_the_client_of_a_waiting_request_leaves)
{
    struct program p;
    int fds[LEAVING];

    program_start(&p, NO_ARGUMENTS);
    add_fault(&p, held[_i].fault);
    for (size_t i = 0; i < LEAVING; i++)
        fds[i] = open_with(&p, held[_i].request, strlen(held[_i].request));
    ck_assert_int_eq(health(&p), 200);
    size_t most = descriptors(&p);

    for (size_t i = 0; i < LEAVING; i++)
        close(fds[i]);
    while (descriptors(&p) > most - LEAVING)
        pause_briefly();
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    /* a stream was answered before */
    ck_assert_uint_eq(count_abandoned(text_of(p.err)), held[_i].streams ? 0 : LEAVING);
    program_close(&p);
}
END_TEST

/* A half-close counts as leaving: the connection ends without an answer, or with no more events. */
START_TEST(takes_a_half_close_for_leaving)
{
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    add_fault(&p, held[_i].fault);
    int fd = open_with(&p, held[_i].request, strlen(held[_i].request));

    ck_assert_int_eq(health(&p), 200);
    shutdown(fd, SHUT_WR);
    ck_assert_ptr_null(strcasestr(receive(fd), "content-length"));
    close(fd);
    program_finish(&p);
}
END_TEST

START_TEST(records_a_request_whose_client_has_left)
{
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, held[2].request, strlen(held[2].request));

    ck_assert_int_eq(health(&p), 200);
    shutdown(fd, SHUT_WR);
    ck_assert_str_eq(receive(fd), "");
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms/default/requests", NO_ARGUMENTS, ""), 200);
    ck_assert_ptr_nonnull(strstr(answer.body, "\"path\":\"/multi/login_with_password\""));
    ck_assert_ptr_nonnull(strstr(answer.body, "\"status\":0,\"reason\":\"the client closed"));
    close(fd);
    program_finish(&p);
}
END_TEST

/* ---- time limits ---- */

static void run_server(int ready)
{
    struct world w;
    struct server *server;
    struct pollfd fds[SERVER_DESCRIPTORS];
    char error[300];
    const struct server_options options = {.address = "127.0.0.1:0", .idle_seconds = 1};

    world_open(&w, NULL);
    if (server_open(&w.gateway, &options, &server, error, sizeof error) < 0)
        _exit(1);
    dprintf(ready, "%s", w.gateway.url);
    close(ready);
    server_poll(server, fds);
    for (;;) {
        poll(fds, SERVER_DESCRIPTORS, server_timeout(server));
        server_run(server, fds);
    }
}

/* A server with a time limit of a second, in a process of its own. */
static void start_impatient(struct program *p)
{
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    *p = (struct program){.pid = fork()};
    if (p->pid == 0) {
        close(ends[0]);
        run_server(ends[1]);
    }
    close(ends[1]);
    ck_assert_int_gt(read(ends[0], p->url, sizeof p->url - 1), 0);
    close(ends[0]);
    p->port = atoi(strrchr(p->url, ':') + 1);
}

static const struct {
    const char *sent;
    const char *got; /* what the answer begins with */
} incomplete[] = {
    {"GET /livez HTTP/1.1\r\nHost: x\r\n", "HTTP/1.1 408 "},
    {"GET /livez HTTP/1.1\r\nHost: x\r\nX-Half: ", "HTTP/1.1 408 "},
    {"POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{", "HTTP/1.1 408 "},
    {"POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab",
     "HTTP/1.1 408 "},
    /* what the library closes (docs/limits.md) */
    {"GET /livez HT", ""},
    {"", ""},
};

START_TEST(refuses_a_request_that_never_gets_complete)
{
    struct program p;

    start_impatient(&p);
    int fd = open_with(&p, incomplete[_i].sent, strlen(incomplete[_i].sent));
    const char *got = receive(fd);

    ck_assert_msg(strncmp(got, incomplete[_i].got, strlen(incomplete[_i].got)) == 0, "%s", got);
    ck_assert_int_eq(*got == '\0', *incomplete[_i].got == '\0');
    close(fd);
    if (*got != '\0') {
        ck_assert_ptr_nonnull(strstr(got, "\r\nsandgate-reason: the rest of the request"));
        ck_assert_int_eq(ask(&p, "GET", "/_sandgate/unmatched", NO_ARGUMENTS, ""), 200);
        ck_assert_ptr_nonnull(strstr(answer.body, "\"status\":408"));
    }
    kill(p.pid, SIGKILL);
    waitpid(p.pid, NULL, 0);
}
END_TEST

/* ---- TLS ---- */

/* 'S': it sleeps. And the time that it has computed for, in clock ticks. */
static char state_of(const struct program *p, unsigned long *ret_ticks)
{
    char path[40];
    char text[300] = "";
    char state = 0;
    unsigned long user = 0;
    unsigned long system = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", (int) p->pid);
    FILE *file = fopen(path, "r");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_gt(fread(text, 1, sizeof text - 1, file), 0);
    fclose(file);
    ck_assert_int_eq(sscanf(strrchr(text, ')'),
                            ") %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &state, &user,
                            &system),
                     3);
    *ret_ticks = user + system;
    return state;
}

#define SPINNING_SECONDS 2 /* of computing, which a busy machine does not shorten */

/* Whether the program waits for something. One that spins never does. */
static bool falls_asleep(const struct program *p)
{
    unsigned long most;
    unsigned long ticks;
    int asleep = 0;

    state_of(p, &most);
    most += SPINNING_SECONDS * (unsigned long) sysconf(_SC_CLK_TCK);
    do {
        asleep = state_of(p, &ticks) == 'S' ? asleep + 1 : 0;
        pause_briefly();
    } while (ticks < most && asleep < 3);
    return asleep == 3;
}

struct client {
    const struct program *program;
    int fd;
    bool whole; /* nothing is sent in pieces any more */
};

/* Sends half, and the rest when the program has read it and sleeps. */
static ssize_t send_in_halves(gnutls_transport_ptr_t transport, const void *bytes, size_t length)
{
    struct client *c = transport;
    size_t half = c->whole ? 0 : length / 2;

    ck_assert_int_eq(send(c->fd, bytes, half, MSG_NOSIGNAL), (ssize_t) half);
    if (!c->whole)
        ck_assert_msg(falls_asleep(c->program), "it spins");
    ck_assert_int_eq(send(c->fd, (const char *) bytes + half, length - half, MSG_NOSIGNAL),
                     (ssize_t) (length - half));
    return (ssize_t) length;
}

static ssize_t receive_some(gnutls_transport_ptr_t transport, void *bytes, size_t most)
{
    return recv(((struct client *) transport)->fd, bytes, most, 0);
}

static const char *const versions[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3",
                                       "NORMAL:-VERS-ALL:+VERS-TLS1.2"};

static gnutls_session_t open_session(struct client *c, const char *priorities,
                                     gnutls_certificate_credentials_t credentials)
{
    gnutls_session_t session;

    ck_assert_int_eq(gnutls_init(&session, GNUTLS_CLIENT), 0);
    ck_assert_int_eq(gnutls_priority_set_direct(session, priorities, NULL), 0);
    ck_assert_int_eq(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
    gnutls_transport_set_ptr(session, c);
    gnutls_transport_set_push_function(session, send_in_halves);
    gnutls_transport_set_pull_function(session, receive_some);
    return session;
}

START_TEST(sleeps_while_a_handshake_waits_for_bytes)
{
    static const char request[] = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
    gnutls_certificate_credentials_t credentials;
    struct program p;
    char got[100] = "";

    program_start_secure(&p);
    struct client client = {.program = &p, .fd = open_socket(&p)};

    ck_assert_int_eq(gnutls_certificate_allocate_credentials(&credentials), 0);
    gnutls_session_t session = open_session(&client, versions[_i], credentials);

    ck_assert_int_eq(gnutls_handshake(session), 0);
    client.whole = true;
    ck_assert_int_eq(gnutls_record_send(session, request, sizeof request - 1), sizeof request - 1);
    ck_assert_int_gt(gnutls_record_recv(session, got, sizeof got - 1), 0);
    ck_assert_int_eq(strncmp(got, "HTTP/1.1 200 OK\r\n", 17), 0);
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
    close(client.fd);
    program_finish(&p);
}
END_TEST

/* The library spins while the line of a chunk doesn't fit in its memory. */
START_TEST(ends_a_chunked_body_whose_line_is_too_long)
{
    static const char head[] = "POST /multi/login_with_password HTTP/1.1\r\n" HEAD_END
                               "Transfer-Encoding: chunked\r\n\r\n5;";
    static char line[30000];
    struct program p;

    memset(line, 'a', sizeof line);
    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, head, sizeof head - 1);

    ck_assert_int_eq(send(fd, line, sizeof line, MSG_NOSIGNAL), sizeof line);
    ck_assert_int_eq(health(&p), 200);
    ck_assert_int_eq(strncmp(receive(fd), "HTTP/1.1 408 ", 13), 0);
    ck_assert(falls_asleep(&p));
    close(fd);
    program_finish(&p);
}
END_TEST

/* Handshakes that fail, and a word that the log has about it. */
static const struct {
    const char *command;
    const char *word;
} failing[] = {
    {"openssl s_client -connect 127.0.0.1:$TLS_PORT -tls1_1 -cipher DEFAULT@SECLEVEL=0",
     "no version"},
    {"openssl s_client -connect 127.0.0.1:$TLS_PORT -servername sand_gate",
     "for host sand_gate failed: GnuTLS takes only"},
    {"curl http://127.0.0.1:$TLS_PORT/", "the client sends no TLS"},
};

START_TEST(logs_why_a_handshake_has_failed)
{
    char command[300];
    struct program p;

    program_start_secure(&p);
    snprintf(command, sizeof command, "TLS_PORT=%d; %s </dev/null >%s 2>&1", p.port,
             failing[_i].command, path_of("client.out"));
    ck_assert_int_ne(system(command), 0);
    ck_assert_int_eq(health(&p), 200);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    const char *log = text_of(p.err);

    ck_assert_msg(strstr(log, failing[_i].word) != NULL, "%s", log);
    program_close(&p);
}
END_TEST

/* ---- the end of the program ---- */

static void wait_until_it_stops(const struct program *p)
{
    int fd;

    do {
        struct sockaddr_in at = {.sin_family = AF_INET,
                                 .sin_port = htons((uint16_t) p->port),
                                 .sin_addr = {htonl(INADDR_LOOPBACK)}};

        pause_briefly();
        fd = socket(AF_INET, SOCK_STREAM, 0);
        int rc = connect(fd, (struct sockaddr *) &at, sizeof at);

        close(fd);
        if (rc != 0)
            break;
    } while (true);
}

static const char half_a_request[] =
    "POST /multi/login_with_password HTTP/1.1\r\n" HEAD_END "Content-Length: 2\r\n\r\n{";

START_TEST(answers_what_has_begun_before_it_ends)
{
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, half_a_request, sizeof half_a_request - 1);

    ck_assert_int_eq(health(&p), 200);
    program_stop(&p, SIGTERM);
    wait_until_it_stops(&p);
    ck_assert_int_eq(send(fd, "}", 1, MSG_NOSIGNAL), 1);
    const char *got = receive(fd);

    ck_assert_msg(strncmp(got, "HTTP/1.1 400 ", 13) == 0, "%s", got);
    ck_assert_ptr_nonnull(strstr(got, "Connection: close"));
    close(fd);
    ck_assert_int_eq(program_status(&p), 0);
    program_close(&p);
}
END_TEST

/* An answer that is larger than the buffers of a socket. */
#define PEOPLE 20000

static char *many_people(void)
{
    char *seed = malloc(PEOPLE * 100);
    size_t length = (size_t) sprintf(seed, "{\"users\":[");

    for (int i = 0; i < PEOPLE; i++)
        length += (size_t) sprintf(seed + length,
                                   "%s{\"email\":\"p%d@example.test\",\"identity\":{\"type\":"
                                   "\"CONSUMER\"}}",
                                   i == 0 ? "" : ",", i);
    strcpy(seed + length, "]}");
    return seed;
}

START_TEST(sends_a_large_answer_to_its_end_before_it_ends)
{
    static const char request[] =
        "GET /_sandgate/realms/default/export HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static char piece[1 << 16];
    char *seed = many_people();
    struct program p;
    size_t length = 0;
    ssize_t got;

    program_start(&p, ARGUMENTS("--grace", "600"));
    ck_assert_int_eq(ask(&p, "PUT", "/_sandgate/realms/default/seed", NO_ARGUMENTS, seed), 200);
    free(seed);
    int fd = open_with(&p, request, sizeof request - 1);

    got = recv(fd, piece, sizeof piece, 0);
    ck_assert_int_gt(got, 0);
    const char *announced = strcasestr(piece, "content-length: ");

    ck_assert_ptr_nonnull(announced);
    size_t expected = strtoul(announced + strlen("content-length: "), NULL, 10) +
                      (size_t) (strstr(piece, "\r\n\r\n") + 4 - piece);

    program_stop(&p, SIGTERM);
    wait_until_it_stops(&p);
    for (; got > 0; got = recv(fd, piece, sizeof piece, 0))
        length += (size_t) got;
    ck_assert_uint_eq(length, expected);
    ck_assert_uint_gt(length, 4 << 20);
    close(fd);
    ck_assert_int_eq(program_status(&p), 0);
    program_close(&p);
}
END_TEST

/* A grace of no time, and a second signal. */
START_TEST(closes_what_does_not_finish)
{
    struct program p;

    program_start(&p, ARGUMENTS("--grace", _i == 0 ? "0" : "600"));
    int fd = open_with(&p, half_a_request, sizeof half_a_request - 1);

    ck_assert_int_eq(health(&p), 200);
    program_stop(&p, SIGTERM);
    if (_i == 1) {
        wait_until_it_stops(&p);
        program_stop(&p, SIGTERM);
    }
    ck_assert_str_eq(receive(fd), "");
    ck_assert_int_eq(program_status(&p), 0);
    ck_assert_ptr_nonnull(strstr(text_of(p.err), "abandoned=\"sandgate was stopped"));
    close(fd);
    program_close(&p);
}
END_TEST

/* ---- addresses ---- */

static const char *lacks_ipv6(void)
{
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 at = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool has = fd >= 0 && bind(fd, (struct sockaddr *) &at, sizeof at) == 0;

    if (fd >= 0)
        close(fd);
    return has ? NULL : "IPv6";
}

START_TEST(listens_on_every_address_of_a_name)
{
    static const char *const hosts[] = {"127.0.0.1", "[::1]"};
    struct program p;
    char listen[40];

    snprintf(listen, sizeof listen, "SANDGATE_LISTEN=:%d", free_port());
    program_start_with(&p, NO_ARGUMENTS, ARGUMENTS(listen));
    for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
        snprintf(p.url, sizeof p.url, "http://%s:%d", hosts[i], p.port);
        ck_assert_int_eq(health(&p), 200);
    }
    program_finish(&p);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("connections");
    TCase *tcase = suite_case(s, "connections");

    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    tcase_add_loop_test(tcase, notices_that_the_client_of_a_waiting_request_leaves, 0,
                        ARRAY_SIZE(held));
    tcase_add_loop_test(tcase, takes_a_half_close_for_leaving, 0, ARRAY_SIZE(held));
    tcase_add_test(tcase, records_a_request_whose_client_has_left);
    tcase_add_loop_test(tcase, refuses_a_request_that_never_gets_complete, 0,
                        ARRAY_SIZE(incomplete));
    tcase_add_loop_test(tcase, sleeps_while_a_handshake_waits_for_bytes, 0, ARRAY_SIZE(versions));
    tcase_add_test(tcase, ends_a_chunked_body_whose_line_is_too_long);
    tcase_add_loop_test(tcase, logs_why_a_handshake_has_failed, 0, ARRAY_SIZE(failing));
    tcase_add_test(tcase, answers_what_has_begun_before_it_ends);
    tcase_add_test(tcase, sends_a_large_answer_to_its_end_before_it_ends);
    tcase_add_loop_test(tcase, closes_what_does_not_finish, 0, 2);
    suite_add_needing(tcase, listens_on_every_address_of_a_name, lacks_ipv6());
    return s;
}

int main(void)
{
    return suite_run(suite(), CK_FORK_GETENV);
}
