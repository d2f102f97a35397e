/* SPDX-License-Identifier: MIT */
/*
 * What the server makes of bytes: each row of the files *.rows (rows.h) on a connection of its own, in four ways:
 *
 * - at once, with a further request behind it, which must be answered or not as the row says;
 * - in two halves, the second of which is sent when the first has been read;
 * - byte by byte, if the row asks for it;
 * - at once by TLS, if the row asks for it.
 *
 * Every answer must also have what answers.c and checks.c require, and every refusal must be in a journal. Start
 * reading at run_row.
 */
#include "base/array.h"
#include "run.h"
#include "support/program.h"
#include "support/suite.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last request of a connection. It is answered if the connection is open, and not if it is closed. */
static const char last_request[] =
    "GET /_sandgate/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

static struct rows rows;
static struct list slow_rows; /* those that are sent byte by byte: const struct row * */
static struct list tls_rows;
static struct program plain;
static struct program secure;
static struct arena arena; /* of the row that runs */
static struct wire wire;   /* its connection; still open if the row before has failed */
static struct wire side; /* a second connection to the plain server, for the test's own requests */

/* How a row is sent. */
enum way { AT_ONCE, IN_HALVES, BYTE_BY_BYTE };

/* ---- the journals ---- */

/* Sends a request of the test's own, and returns the body of its answer. */
static const char *ask_aside(const char *path)
{
    struct message m;
    const char *error = NULL;
    const char *request = arena_printf(&arena, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);

    side.received = TEXT_IN(&arena);
    wire_send(&side, request, strlen(request));
    while (message_read(text_string(&side.received), side.received.length, false, &arena, &m,
                        &error) == 0)
        ck_assert_msg(error == NULL && wire_read(&side), "no answer to the test's own request");
    ck_assert_int_eq(m.status, 200);
    return text_string(&m.body);
}

/* When this has been answered, the server has read what was sent before. */
static void let_it_read(void)
{
    ask_aside("/_sandgate/health");
}

/* The control API's own operations are not recorded. */
static void check_journals(const struct run *run)
{
    static const char *const journals[] = {"/_sandgate/unmatched",
                                           "/_sandgate/realms/default/requests"};
    struct text seen = TEXT_IN(&arena);

    if (run->count == 0 || run_sends(run, "/_sandgate"))
        return;
    for (size_t i = 0; i < ARRAY_SIZE(journals); i++)
        text_add(&seen, ask_aside(arena_printf(&arena, "%s?limit=%zu", journals[i], run->count)));
    run_check_records(run, text_string(&seen));
}

/* ---- sending ---- */

static void send_part(struct run *run, size_t from, size_t length)
{
    wire_send(&wire, text_string(&run->bytes) + from, length);
}

/* Reads until so many answers are there, or the connection is closed. */
static void await_answers(struct run *run, size_t count)
{
    do
        run_read_messages(run);
    while (run->count < count && wire_read(&wire));
}

/* Sends the row and the last request in the same bytes. */
static void send_at_once(struct run *run)
{
    struct text all = TEXT_IN(&arena);

    if (run->wait < run->bytes.length) {
        send_part(run, 0, run->wait);
        await_answers(run, 1);
    }
    size_t from = run->wait < run->bytes.length ? run->wait : 0;

    text_addn(&all, text_string(&run->bytes) + from, run->bytes.length - from);
    text_add(&all, last_request);
    wire_send(&wire, text_string(&all), all.length);
    run->probed = true;
}

/* Sends the row in parts, waits for the answers, and only then sends the last request. */
static void send_in_parts(struct run *run, size_t part)
{
    for (size_t from = 0; from < run->bytes.length; from += part) {
        size_t left = run->bytes.length - from;

        send_part(run, from, left < part ? left : part);
        let_it_read();
    }
    if (run->row_case->fate == IS_CLOSED)
        return;
    await_answers(run, run->row_case->answers_count);
    wire_send(&wire, last_request, strlen(last_request));
    run->probed = true;
}

static void read_to_the_end(struct run *run)
{
    while (wire_read(&wire))
        continue;
    run_read_messages(run);
    run_require(run, !wire.silent, "it neither answers nor closes");
    run_require(run, run->used == wire.received.length, "bytes behind the last answer");
}

static void run_row(const struct row *row, const struct program *program, enum way way)
{
    struct run run = {.row = row, .row_case = row->row_case, .arena = &arena, .wire = &wire};
    const char *host = strstr(program->url, "://") + 3;

    wire_close(&wire);
    arena_reset(&arena);
    run.bytes = row_bytes(row, host, &arena, &run.wait);
    wire_open(&wire, program, &arena);
    if (way == AT_ONCE || run.wait < run.bytes.length)
        send_at_once(&run);
    else
        send_in_parts(&run, way == BYTE_BY_BYTE ? 1 : run.bytes.length / 2 + 1);
    read_to_the_end(&run);
    wire_close(&wire);
    run_check_answers(&run);
    if (program == &plain)
        check_journals(&run);
}

START_TEST(row_at_once)
{
    run_row(rows_at(&rows, (size_t) _i), &plain, AT_ONCE);
}
END_TEST

START_TEST(row_in_halves)
{
    run_row(rows_at(&rows, (size_t) _i), &plain, IN_HALVES);
}
END_TEST

START_TEST(row_byte_by_byte)
{
    run_row(*(const struct row **) list_at(&slow_rows, (size_t) _i), &plain, BYTE_BY_BYTE);
}
END_TEST

START_TEST(row_by_tls)
{
    run_row(*(const struct row **) list_at(&tls_rows, (size_t) _i), &secure, AT_ONCE);
}
END_TEST

/* A browser checks tokens of any page with them, whatever pages --cors allows. */
START_TEST(publishes_the_keys_to_every_origin)
{
    struct program p;

    program_start(&p, ARGUMENTS("--cors", "https://shop.example"));
    ck_assert_int_eq(
        ask(&p, "GET", "/.well-known/jwks.json", ARGUMENTS("Origin: https://other.example"), ""),
        200);
    ck_assert_str_eq(headers_get(&answer.headers, "access-control-allow-origin"), "*");
    program_finish(&p);
}
END_TEST

/* ---- the servers ---- */

static void start_servers(void)
{
    static char certificate[300];

    make_directory();
    snprintf(certificate, sizeof certificate, "%s", path_of("own.crt"));
    make_certificate(certificate, path_of("own.key"));
    program_start(&plain, NO_ARGUMENTS);
    program_start(&secure, ARGUMENTS("--tls-cert", certificate, "--tls-key", path_of("own.key")));
    secure.certificate = certificate;
    wire_open(&side, &plain, &arena);
}

static void stop_servers(void)
{
    wire_close(&wire);
    wire_close(&side);
    program_finish(&plain);
    program_finish(&secure);
    arena_free(&arena);
    remove_directory();
}

/* Blocks are read first; they may be used in every file. */
static void read_rows(int argc, char **argv)
{
    static const char blocks[] = ROWS_DIR "/blocks.rows";
    glob_t found;

    rows_read(&rows, blocks);
    for (int i = 1; i < argc; i++)
        rows_read(&rows, argv[i]);
    if (argc > 1 || glob(ROWS_DIR "/*.rows", 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (strcmp(found.gl_pathv[i], blocks) != 0)
            rows_read(&rows, found.gl_pathv[i]);
    }
    globfree(&found);
}

static void select_rows(void)
{
    slow_rows = tls_rows = LIST_OF(const struct row *);
    for (size_t i = 0; i < rows.items.count; i++) {
        const struct row *row = rows_at(&rows, i);

        if (row->row_case->slowly)
            *(const struct row **) list_add(&slow_rows, &rows.arena) = row;
        if (row->row_case->tls)
            *(const struct row **) list_add(&tls_rows, &rows.arena) = row;
    }
}

int main(int argc, char **argv)
{
    Suite *s = suite_create("http_rows");
    TCase *tcase = suite_case(s, "rows");

    read_rows(argc, argv);
    select_rows();
    tcase_add_unchecked_fixture(tcase, start_servers, stop_servers);
    tcase_add_loop_test(tcase, row_at_once, 0, (int) rows.items.count);
    tcase_add_loop_test(tcase, row_in_halves, 0, (int) rows.items.count);
    tcase_add_loop_test(tcase, row_byte_by_byte, 0, (int) slow_rows.count);
    tcase_add_loop_test(tcase, row_by_tls, 0, (int) tls_rows.count);
    tcase_add_test(suite_case(s, "keys"), publishes_the_keys_to_every_origin);
    /* one process, because no request-ref may occur twice */
    int status = suite_run(s, CK_NOFORK);

    rows_free(&rows);
    return status;
}
