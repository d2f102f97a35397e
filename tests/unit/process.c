/* SPDX-License-Identifier: MIT */
/* The real program: its options, its exits, its port, its file, and clients that misbehave. */
#include "base/array.h"
#include "support/program.h"
#include "support/suite.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <pty.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- exits ---- */

START_TEST(tells_its_version)
{
    struct ended ended = program_run(ARGUMENTS("--version"), NO_ARGUMENTS);

    ck_assert_int_eq(ended.status, 0);
    ck_assert_str_eq(ended.out, "sandgate " VERSION_TEXT "\n");
    ck_assert_str_eq(ended.err, "");
}
END_TEST

START_TEST(tells_its_options)
{
    static const char *const options[] = {
        "--listen",   "--db",      "--seed",          "--no-demo",           "--cors",
        "--log",      "PORT",      "--control-token", "--version",           "--help",
        "--ready-fd", "readyz",    "--wait",          "--timeout",           "--random-seed",
        "--tls-cert", "--tls-key", "--min-coverage",  "--fail-on-unmatched", "--app-key-origin"};
    struct ended ended = program_run(ARGUMENTS("--help"), NO_ARGUMENTS);

    ck_assert_int_eq(ended.status, 0);
    for (size_t i = 0; i < ARRAY_SIZE(options); i++)
        ck_assert_msg(strstr(ended.out, options[i]) != NULL, "no word of %s", options[i]);
}
END_TEST

static const char *const openapi_documents[] = {"weavr-multi", "weavr-simulator",
                                                "weavr-web-client", "cyrexa-customer", "control"};

START_TEST(prints_an_openapi_document)
{
    struct ended ended = program_run(ARGUMENTS("openapi", openapi_documents[_i]), NO_ARGUMENTS);

    ck_assert_int_eq(ended.status, 0);
    ck_assert_ptr_nonnull(strstr(ended.out, "\"openapi\": \"3.1.0\""));
}
END_TEST

START_TEST(prints_its_documents)
{
    struct ended ended = program_run(ARGUMENTS("operations"), NO_ARGUMENTS);

    ck_assert_int_eq(ended.status, 0);
    ck_assert_int_eq(*ended.out, '#');
    ended = program_run(ARGUMENTS("schema"), NO_ARGUMENTS);
    ck_assert_int_eq(ended.status, 0);
    ck_assert_ptr_nonnull(strstr(ended.out, "\"users\": {"));
}
END_TEST

static const struct {
    const char *arguments[4];
    const char *word;
} bad_options[] = {
    {{"--nope"}, "--nope"},
    {{"-x"}, "-x"},
    {{"--listen"}, "--listen"},
    {{"--listen", "nonsense"}, "nonsense"},
    {{"--listen", "127.0.0.1:99999"}, "99999"},
    {{"--listen", "127.0.0.1:"}, "127.0.0.1"},
    {{"--log", "xml"}, "xml"},
    {{"--ready-fd", "x"}, "--ready-fd"},
    {{"--ready-fd", "-1"}, "--ready-fd"},
    {{"--control-token", ""}, "--control-token"},
    {{"--cors", ""}, "--cors"},
    {{"--cors", "http://a.example/path"}, "without a path"},
    {{"--cors", "a.example"}, "--cors"},
    {{"--app-key-origin", "http://a.example"}, "ORIGIN=REALM"},
    {{"--app-key-origin", "http://a.example/path=default"}, "without a path"},
    {{"--app-key-origin", "http://a.example=default,http://A.example:80=other"}, "twice"},
    {{"--db", ""}, "--db"},
    {{"--no-demo=1"}, "--no-demo"},
    {{"dance"}, "dance"},
    {{"serve", "more"}, "serve"},
    {{"openapi"}, "openapi"},
    {{"openapi", "nothing"}, "document"},
};

START_TEST(refuses_a_bad_option_with_one_line)
{
    expect_one_line(bad_options[_i].arguments, 2, bad_options[_i].word);
}
END_TEST

START_TEST(refuses_a_taken_port_with_one_line)
{
    struct program p;
    char address[60];

    program_start(&p, NO_ARGUMENTS);
    snprintf(address, sizeof address, "127.0.0.1:%d", p.port);
    expect_one_line(ARGUMENTS("--listen", address), 1, address);
    program_finish(&p);
}
END_TEST

static const struct {
    const char *text; /* NULL: no such file */
    const char *word;
} bad_seeds[] = {
    {NULL, "seed"},
    {"", "seed"},
    {"{\"users\":[", "line 1"},
    {"[]", "object"},
    {"{\"users\":[{\"email\":\"a\\u0000\"}]}", "\\u0000 in a string"},
    /* what stands near the fault may be a password */
    {"{\"users\":[{\"password\" \"Pass1234!\"}]}", "':' expected (line 1"},
    {"\"demo\"", "seed"},
    {"{}", "/users"},
    {"{\"users\":[{\"email\":\"x\",\"identity\":{\"type\":\"CAT\"}}]}", "/users/0/identity/type"},
    {"{\"users\":[{\"id\":\"7\",\"email\":\"a@b.c\",\"identity\":{\"type\":\"CONSUMER\"}},"
     "{\"id\":\"7\",\"email\":\"d@e.f\",\"identity\":{\"type\":\"CONSUMER\"}}]}",
     "id"},
};

START_TEST(refuses_a_bad_seed_with_one_line)
{
    const char *path = path_of("seed.json");

    if (bad_seeds[_i].text != NULL)
        write_file(path, bad_seeds[_i].text);
    expect_one_line(ARGUMENTS("--listen", "127.0.0.1:0", "--seed", path), 1, bad_seeds[_i].word);
}
END_TEST

START_TEST(refuses_a_newer_database_with_one_line)
{
    const char *path = path_of("newer.db");
    struct program p;
    sqlite3 *db;

    program_start(&p, ARGUMENTS("--db", path));
    program_finish(&p);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    expect_one_line(ARGUMENTS("--listen", "127.0.0.1:0", "--db", path), 1, "newer");
}
END_TEST

START_TEST(refuses_a_database_path_that_can_not_be_written_with_one_line)
{
    expect_one_line(ARGUMENTS("--listen", "127.0.0.1:0", "--db", path_of("no/such/file.db")), 1,
                    "no/such/file.db");
    expect_one_line(ARGUMENTS("--listen", "127.0.0.1:0", "--db", test_directory), 1,
                    test_directory);
}
END_TEST

START_TEST(refuses_a_database_that_another_process_has_with_one_line)
{
    const char *path = path_of("shared.db");
    struct program p;

    program_start(&p, ARGUMENTS("--db", path));
    expect_one_line(ARGUMENTS("--listen", "127.0.0.1:0", "--db", path), 1, "database");
    ck_assert_int_eq(health(&p), 200);
    program_finish(&p);
}
END_TEST

/* ---- life ---- */

/* How often the program has said that its file is gone. */
static int complaints_of_file(const struct program *p)
{
    int ret = 0;

    for (const char *at = text_of(p->err); (at = strstr(at, "was deleted, moved or replaced"));
         at++)
        ret++;
    return ret;
}

START_TEST(says_that_its_database_file_was_deleted_or_replaced)
{
    const char *path = path_of("watched.db");
    const char *other = path_of("other.db");
    struct program p;

    for (int replaced = 0; replaced < 2; replaced++) {
        program_start(&p, ARGUMENTS("--db", path));
        /* the same file, changed and written to */
        ck_assert_int_eq(chmod(path, 0600), 0);
        ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, "{}"), 201);
        ck_assert_int_eq(complaints_of_file(&p), 0);
        if (replaced) {
            write_file(other, "");
            ck_assert_int_eq(rename(other, path), 0);
        } else {
            ck_assert_int_eq(unlink(path), 0);
        }
        while (complaints_of_file(&p) == 0)
            usleep(10000);
        ck_assert_int_eq(health(&p), 200);
        program_stop(&p, SIGTERM);
        ck_assert_int_eq(program_status(&p), 0);
        ck_assert_int_eq(complaints_of_file(&p), 1);
        program_close(&p);
        unlink(path);
        unlink(path_of("watched.db-wal"));
    }
}
END_TEST

START_TEST(says_that_it_is_ready_and_nothing_before)
{
    struct program p;
    char expected[400];
    char more[10];

    program_start(&p, NO_ARGUMENTS);
    snprintf(expected, sizeof expected, "sandgate ready on http://127.0.0.1:%d\n", p.port);
    ck_assert_str_eq(p.first, expected);
    ck_assert_str_eq(p.ready, expected);
    ck_assert_int_gt(p.port, 0);
    ck_assert_int_eq(health(&p), 200);
    ck_assert_str_eq(answered("status"), "ok");
    ck_assert_str_eq(headers_get(&answer.headers, "server"), "sandgate/" VERSION_TEXT);
    ck_assert_ptr_nonnull(headers_get(&answer.headers, "request-ref"));
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    ck_assert_ptr_null(fgets(more, sizeof more, p.out));
    program_close(&p);
}
END_TEST

START_TEST(ends_well_on_a_signal)
{
    static const int signals[] = {SIGTERM, SIGINT};
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    program_stop(&p, signals[_i]);
    ck_assert_int_eq(program_status(&p), 0);
    program_close(&p);
}
END_TEST

START_TEST(answers_what_was_asked_before_it_ends)
{
    static const char request[] = "GET /_sandgate/realms/default HTTP/1.1\r\nHost: localhost\r\n"
                                  "Prefer: delay=30000\r\n\r\n";
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, request, sizeof request - 1);

    /* whoever came later was answered: the first is waiting by now */
    ck_assert_int_eq(health(&p), 200);
    program_stop(&p, SIGTERM);
    const char *text = receive(fd);

    ck_assert_msg(strncmp(text, "HTTP/1.1 200", 12) == 0, "%s", text);
    ck_assert_int_eq(program_status(&p), 0);
    close(fd);
    program_close(&p);
}
END_TEST

START_TEST(keeps_a_session_over_a_kill)
{
    const char *path = path_of("state.db");
    char authorization[2000];
    char key[200];
    struct program p;

    program_start(&p, ARGUMENTS("--db", path));
    sign_in(&p, authorization, sizeof authorization);
    ck_assert_int_eq(ask(&p, "GET", "/.well-known/jwks.json", NO_ARGUMENTS, ""), 200);
    snprintf(key, sizeof key, "%.190s", answer.body);
    program_stop(&p, SIGKILL);
    ck_assert_int_eq(program_status(&p), 1000 + SIGKILL);
    program_close(&p);

    program_start(&p, ARGUMENTS("--db", path));
    ck_assert_int_eq(ask(&p, "GET", "/multi/identities", ARGUMENTS(KEY, authorization), ""), 200);
    ck_assert_int_eq(ask(&p, "GET", "/.well-known/jwks.json", NO_ARGUMENTS, ""), 200);
    ck_assert_int_eq(strncmp(answer.body, key, strlen(key)), 0);
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms/default/users", NO_ARGUMENTS, ""), 200);
    ck_assert_uint_eq(json_array_size(json_object_get(answer.json, "users")), 4);
    program_finish(&p);
}
END_TEST

START_TEST(keeps_realms_clocks_and_settings_over_a_restart)
{
    const char *path = path_of("realms.db");
    struct program p;

    program_start(&p, ARGUMENTS("--db", path));
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, "{\"name\":\"kept\"}"),
                     201);
    ck_assert_int_eq(ask(&p, "PATCH", "/_sandgate/realms/kept/settings", NO_ARGUMENTS,
                         "{\"otpCode\":\"654321\"}"),
                     200);
    ck_assert_int_eq(
        ask(&p, "POST", "/_sandgate/realms/kept/clock", NO_ARGUMENTS, "{\"frozen\":true}"), 200);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms/kept/clock", NO_ARGUMENTS,
                         "{\"set\":\"2031-01-01T00:00:00Z\"}"),
                     200);
    program_finish(&p);

    program_start(&p, ARGUMENTS("--db", path));
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms/kept", NO_ARGUMENTS, ""), 200);
    ck_assert_ptr_nonnull(strstr(answer.body, "\"otpCode\":\"654321\""));
    ck_assert_ptr_nonnull(strstr(answer.body, "\"now\":\"2031-01-01T00:00:00.000Z\""));
    program_finish(&p);
}
END_TEST

START_TEST(logs_a_line_for_a_request_and_never_a_secret)
{
    char authorization[2000];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    sign_in(&p, authorization, sizeof authorization);
    ck_assert_int_eq(ask(&p, "POST", "/token", ARGUMENTS("Content-Type: application/json"),
                         "{\"clientId\":\"demo-client\",\"clientSecret\":\"demo-secret\"}"),
                     200);
    char path[2100];

    snprintf(path, sizeof path, "/multi/%s", authorization + strlen("Authorization: Bearer "));
    ck_assert_int_eq(ask(&p, "GET", path, ARGUMENTS(KEY), ""), 404);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    const char *log = text_of(p.err);

    ck_assert_ptr_nonnull(strstr(log, "op=login_with_password status=200"));
    ck_assert_ptr_nonnull(strstr(log, "op=client_token status=200"));
    ck_assert_ptr_null(strstr(log, "pa$$word"));
    ck_assert_ptr_null(strstr(log, "demo-secret"));
    ck_assert_ptr_null(strstr(log, "demo-api-key"));
    ck_assert_ptr_null(strstr(log, authorization + strlen("Authorization: Bearer ")));
    program_close(&p);
}
END_TEST

START_TEST(gives_seeds_to_a_new_database_alone)
{
    const char *path = path_of("seeded.db");
    const char *seed = path_of("people.json");
    struct program p;

    write_file(seed, "{\"users\":[{\"email\":\"ada@example.test\","
                     "\"identity\":{\"type\":\"CONSUMER\"}}]}");
    for (int i = 0; i < 2; i++) {
        program_start(&p, ARGUMENTS("--db", path, "--seed", seed, "--no-demo"));
        ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms/default/users", NO_ARGUMENTS, ""), 200);
        ck_assert_uint_eq(json_array_size(json_object_get(answer.json, "users")), 1);
        program_finish(&p);
    }
}
END_TEST

#define MANY 1500

static const char *many_people(void)
{
    const char *file = path_of("many.json");
    FILE *out = fopen(file, "w");

    ck_assert_ptr_nonnull(out);
    fputs("{\"users\":[", out);
    for (int i = 0; i < MANY; i++)
        fprintf(out, "%s{\"email\":\"p%d@example.test\",\"identity\":{\"type\":\"CONSUMER\"}}",
                i == 0 ? "" : ",", i);
    fputs("]}", out);
    fclose(out);
    return file;
}

/* What the program writes to a terminal until it is ready. */
static const char *seen_on_a_terminal(const char *seed)
{
    static char text[4000];
    size_t length = 0;
    int terminal;
    pid_t pid = forkpty(&terminal, NULL, NULL, NULL);

    if (pid == 0) {
        execl(SANDGATE, SANDGATE, "--listen", "127.0.0.1:0", "--seed", seed, NULL);
        _exit(127);
    }
    ck_assert_int_gt(pid, 0);
    memset(text, 0, sizeof text);
    while (strstr(text, "ready on") == NULL) {
        ssize_t part = read(terminal, text + length, sizeof text - 1 - length);

        ck_assert_int_gt(part, 0);
        length += (size_t) part;
    }
    kill(pid, SIGTERM);
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
    close(terminal);
    return text;
}

START_TEST(shows_on_a_terminal_how_far_a_large_seed_is)
{
    const char *seed = many_people();
    struct program p;

    ck_assert_ptr_nonnull(strstr(seen_on_a_terminal(seed), "\rsandgate: 1000 of 1500 people"));
    program_start(&p, ARGUMENTS("--seed", seed));
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    ck_assert_ptr_null(strstr(text_of(p.err), "people"));
    program_close(&p);
}
END_TEST

START_TEST(makes_the_default_realm_after_a_first_start_that_failed)
{
    const char *path = path_of("second-try.db");
    const char *seed = path_of("bad.json");
    struct program p;

    write_file(seed, "{\"users\":0}");
    expect_one_line(ARGUMENTS("--listen", "127.0.0.1:0", "--db", path, "--seed", seed), 1, "users");
    program_start(&p, ARGUMENTS("--db", path));
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms/default", NO_ARGUMENTS, ""), 200);
    program_finish(&p);
}
END_TEST

/* ---- environment ---- */

START_TEST(listens_where_the_environment_says)
{
    char port[30];
    char listen[60];
    struct program p;
    int number = free_port();

    snprintf(port, sizeof port, "PORT=%d", number);
    program_start_with(&p, NO_ARGUMENTS, ARGUMENTS(port));
    ck_assert_int_eq(p.port, number);
    program_finish(&p);

    snprintf(listen, sizeof listen, "SANDGATE_LISTEN=127.0.0.2:%d", number);
    program_start_with(&p, NO_ARGUMENTS, ARGUMENTS(listen));
    ck_assert_ptr_nonnull(strstr(p.url, "127.0.0.2"));
    ck_assert_int_eq(p.port, number);
    program_finish(&p);

    /* PORT changes the port alone */
    program_start_with(&p, NO_ARGUMENTS, ARGUMENTS("SANDGATE_LISTEN=127.0.0.2:1", port));
    ck_assert_ptr_nonnull(strstr(p.url, "127.0.0.2"));
    ck_assert_int_eq(p.port, number);
    program_finish(&p);
}
END_TEST

START_TEST(prefers_an_option_to_its_variable)
{
    const char *file = path_of("option.db");
    const char *seed = path_of("option.json");
    char other_file[400];
    char other_seed[400];
    struct program p;

    write_file(seed, "{\"users\":[]}");
    snprintf(other_file, sizeof other_file, "SANDGATE_DB=%s", path_of("variable.db"));
    snprintf(other_seed, sizeof other_seed, "SANDGATE_SEED=%s", path_of("missing.json"));
    program_start_with(&p,
                       ARGUMENTS("--listen", "127.0.0.1:0", "--db", file, "--seed", seed,
                                 "--control-token", "right", "--log", "text"),
                       ARGUMENTS("SANDGATE_LISTEN=127.0.0.2:1", "PORT=1", other_file, other_seed,
                                 "SANDGATE_CONTROL_TOKEN=wrong", "SANDGATE_LOG=json"));
    ck_assert_ptr_nonnull(strstr(p.url, "127.0.0.1"));
    ck_assert_int_eq(access(file, F_OK), 0);
    ck_assert_int_ne(access(path_of("variable.db"), F_OK), 0);
    ck_assert_int_eq(
        ask(&p, "GET", "/_sandgate/realms", ARGUMENTS("Authorization: Bearer right"), ""), 200);
    ck_assert_int_eq(
        ask(&p, "GET", "/_sandgate/realms", ARGUMENTS("Authorization: Bearer wrong"), ""), 401);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    ck_assert_ptr_nonnull(strstr(text_of(p.err), "op=realms_list"));
    program_close(&p);
}
END_TEST

/* What a preflight answers; NULL: the browser gets no permission. */
static const char *allowed(struct program *p, const char *path, const char *origin)
{
    ask(p, "OPTIONS", path, ARGUMENTS(origin, "Access-Control-Request-Method: POST"), "");
    return headers_get(&answer.headers, "access-control-allow-origin");
}

START_TEST(allows_each_origin_that_is_named)
{
    struct program p;

    program_start_with(&p,
                       ARGUMENTS("--cors", "http://A.example:80,http://b.example:3000", "--cors",
                                 "https://c.example"),
                       ARGUMENTS("SANDGATE_CORS=http://d.example"));
    ck_assert_str_eq(allowed(&p, "/multi/identities", "Origin: http://a.example"),
                     "http://a.example");
    ck_assert_str_eq(allowed(&p, "/multi/identities", "Origin: http://b.example:3000"),
                     "http://b.example:3000");
    ck_assert_str_eq(allowed(&p, "/_sandgate/realms", "Origin: https://c.example"),
                     "https://c.example");
    ck_assert_ptr_null(allowed(&p, "/multi/identities", "Origin: http://b.example"));
    /* the option replaces the variable */
    ck_assert_ptr_null(allowed(&p, "/multi/identities", "Origin: http://d.example"));
    ck_assert_int_eq(
        ask(&p, "GET", "/_sandgate/realms", ARGUMENTS("Origin: http://b.example:3000"), ""), 200);
    ck_assert_str_eq(headers_get(&answer.headers, "vary"), "Origin");
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms", ARGUMENTS("Origin: http://d.example"), ""),
                     403);
    program_finish(&p);
}
END_TEST

/* The control API is for named origins only. */
START_TEST(allows_every_origin_beside_those_that_are_named)
{
    struct program p;

    program_start(&p, ARGUMENTS("--cors", "*,http://a.example,capacitor://MyApp"));
    /* as it was sent: browsers keep the case of such a host */
    ck_assert_str_eq(allowed(&p, "/_sandgate/realms", "Origin: capacitor://MyApp"),
                     "capacitor://MyApp");
    ck_assert_str_eq(allowed(&p, "/multi/identities", "Origin: http://z.example"), "*");
    ck_assert_str_eq(allowed(&p, "/multi/identities", "Origin: http://a.example"),
                     "http://a.example");
    ck_assert_str_eq(allowed(&p, "/_sandgate/realms", "Origin: http://a.example"),
                     "http://a.example");
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms", ARGUMENTS("Origin: http://z.example"), ""),
                     403);
    program_finish(&p);
}
END_TEST

START_TEST(adds_the_key_for_the_origins_that_are_named)
{
    static const char origin[] = "Origin: http://localhost:3000";
    static const char *const wrong_key[] = {origin, "api-key: wrong", NULL};
    struct program p;

    program_start_with(&p,
                       ARGUMENTS("--app-key-origin", "HTTP://LocalHost:3000=default",
                                 "--app-key-origin", "http://b.example=missing"),
                       ARGUMENTS("SANDGATE_APP_KEY_ORIGIN=http://d.example=default"));
    ck_assert_int_eq(ask(&p, "POST", "/multi/login_with_password", ARGUMENTS(origin),
                         "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}"),
                     200);
    ck_assert_int_eq(ask(&p, "GET", "/multi/identities", ARGUMENTS(origin), ""), 401);
    ck_assert_int_eq(ask(&p, "GET", "/multi/identities", wrong_key, ""), 401);
    ck_assert_str_eq(headers_get(&answer.headers, "sandgate-reason"), "no realm has this api-key");
    ck_assert_int_eq(ask(&p, "GET", "/multi/identities", NO_ARGUMENTS, ""), 400);
    /* another origin, a realm that doesn't exist, and the variable, which the option replaces */
    ck_assert_int_eq(
        ask(&p, "GET", "/multi/identities", ARGUMENTS("Origin: http://localhost:3001"), ""), 400);
    ck_assert_int_eq(ask(&p, "GET", "/multi/identities", ARGUMENTS("Origin: http://b.example"), ""),
                     400);
    ck_assert_ptr_nonnull(strstr(headers_get(&answer.headers, "sandgate-reason"),
                                 "--app-key-origin names realm missing"));
    ck_assert_int_eq(ask(&p, "GET", "/multi/identities", ARGUMENTS("Origin: http://d.example"), ""),
                     400);
    /* the simulator's key is no key of the Multi API */
    ck_assert_int_eq(ask(&p, "POST", "/simulate/api/consumers/1/verify", ARGUMENTS(origin), ""),
                     400);
    program_finish(&p);
}
END_TEST

START_TEST(reads_each_variable)
{
    const char *seed = path_of("variable.json");
    char file_variable[400];
    char seed_variable[400];
    struct program p;

    write_file(seed, "{\"users\":[{\"email\":\"ada@example.test\","
                     "\"identity\":{\"type\":\"CONSUMER\"}}]}");
    snprintf(file_variable, sizeof file_variable, "SANDGATE_DB=%s", path_of("variable.db"));
    snprintf(seed_variable, sizeof seed_variable, "SANDGATE_SEED=%s", seed);
    program_start_with(&p, NO_ARGUMENTS,
                       ARGUMENTS("PORT=0", file_variable, seed_variable, "SANDGATE_NO_DEMO=1",
                                 "SANDGATE_CORS=https://app.example", "SANDGATE_LOG=json",
                                 "SANDGATE_CONTROL_TOKEN=secret"));
    ck_assert_int_eq(access(path_of("variable.db"), F_OK), 0);
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms", NO_ARGUMENTS, ""), 401);
    /* a page of the named origin may call the control API, too */
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms/default/users",
                         ARGUMENTS("Authorization: Bearer secret", "Origin: https://app.example"),
                         ""),
                     200);
    ck_assert_str_eq(headers_get(&answer.headers, "access-control-allow-origin"),
                     "https://app.example");
    ck_assert_uint_eq(json_array_size(json_object_get(answer.json, "users")), 1);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    json_t *line = json_loads(text_of(p.err), JSON_DISABLE_EOF_CHECK, NULL);

    ck_assert_ptr_nonnull(line);
    json_decref(line);
    program_close(&p);
}
END_TEST

START_TEST(refuses_a_bad_variable_with_one_line)
{
    struct program p;

    program_launch(&p, NO_ARGUMENTS, ARGUMENTS("PORT=http"), false);
    ck_assert_int_eq(program_status(&p), 2);
    ck_assert_ptr_nonnull(strstr(text_of(p.err), "PORT"));
    program_close(&p);
}
END_TEST

START_TEST(closes_the_control_api_but_not_health_with_a_token)
{
    static const char *const open[] = {"/_sandgate/health",
                                       "/livez",
                                       "/readyz",
                                       "/.well-known/jwks.json",
                                       "/",
                                       "/_sandgate",
                                       "/_sandgate/",
                                       "/_sandgate/console/console.js"};
    static const char *const closed[] = {"/_sandgate/realms",
                                         "/_sandgate/realms/default",
                                         "/_sandgate/realms/nowhere",
                                         "/_sandgate/schema/seed.json",
                                         "/_sandgate/openapi/control.json",
                                         "/_sandgate/metrics",
                                         "/_sandgate/coverage",
                                         "/_sandgate/nothing"};
    char authorization[2000];
    struct program p;

    program_start(&p, ARGUMENTS("--control-token", "s3cret"));
    for (size_t i = 0; i < ARRAY_SIZE(open); i++)
        ck_assert_int_eq(ask(&p, "GET", open[i], NO_ARGUMENTS, ""), 200);
    for (size_t i = 0; i < ARRAY_SIZE(closed); i++) {
        ck_assert_int_eq(ask(&p, "GET", closed[i], NO_ARGUMENTS, ""), 401);
        ck_assert_str_eq(headers_get(&answer.headers, "www-authenticate"), "Bearer");
        ck_assert_int_eq(ask(&p, "GET", closed[i], ARGUMENTS("Authorization: Bearer s3cre"), ""),
                         401);
        ck_assert_int_eq(ask(&p, "GET", closed[i], ARGUMENTS("Authorization: Basic s3cret"), ""),
                         401);
    }
    ck_assert_int_eq(
        ask(&p, "GET", "/_sandgate/realms", ARGUMENTS("Authorization: Bearer s3cret"), ""), 200);
    /* with a token any name of the host is taken, and the gateways' own calls need none */
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms",
                         ARGUMENTS("Authorization: Bearer s3cret", "Host: gateway.example"), ""),
                     200);
    sign_in(&p, authorization, sizeof authorization);
    program_finish(&p);
}
END_TEST

START_TEST(warns_when_others_can_reach_the_control_api)
{
    struct program p;

    program_start_with(&p, ARGUMENTS("--listen", "0.0.0.0:0"), NO_ARGUMENTS);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    ck_assert_ptr_nonnull(strstr(text_of(p.err), "warning"));
    program_close(&p);
    program_start_with(&p, ARGUMENTS("--listen", "0.0.0.0:0", "--control-token", "x"),
                       NO_ARGUMENTS);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    ck_assert_ptr_null(strstr(text_of(p.err), "warning"));
    program_close(&p);
}
END_TEST

/* ---- clients that misbehave ---- */

#define PIECE(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct {
    const char *bytes;
    size_t length;
} pieces[] = {
    PIECE("G"),
    PIECE("GET /_sandgate/hea"),
    PIECE("GET / HTTP/1.1\r\nHost: x\r\n"),
    PIECE("POST /multi/login_with_password HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"),
    PIECE("POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n{"),
    PIECE("\0\xff\xfe\r\n\r\n\x16\x03\x01"),
    PIECE("GET / HTTP/9.9\r\n\r\n"),
    PIECE("GET\r\n\r\n"),
    PIECE("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"),
    PIECE("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n"),
    PIECE("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"),
    PIECE("GET /%00%zz%2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    PIECE("BREW /pot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    PIECE("GET /_sandgate/realms?%zz=%&&=&a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
};

START_TEST(lives_on_with_a_request_that_is_garbage_or_half_sent)
{
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int kept = open_with(&p, pieces[_i].bytes, pieces[_i].length);

    ck_assert_int_eq(health(&p), 200);
    int closed = open_with(&p, pieces[_i].bytes, pieces[_i].length);

    close(closed);
    ck_assert_int_eq(health(&p), 200);
    program_finish(&p);
    close(kept);
}
END_TEST

#define IDLE_CONNECTIONS 2000

START_TEST(answers_beside_two_thousand_idle_connections)
{
    static int fds[IDLE_CONNECTIONS];
    struct rlimit limit;
    struct program p;

    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = limit.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    program_start(&p, NO_ARGUMENTS);
    for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
        fds[i] = i % 2 == 0 ? open_socket(&p) : open_with(&p, "GET /", 5);
    ck_assert_int_eq(health(&p), 200);
    for (size_t i = 0; i < ARRAY_SIZE(fds); i += 2)
        close(fds[i]);
    ck_assert_int_eq(health(&p), 200);
    program_finish(&p);
    for (size_t i = 1; i < ARRAY_SIZE(fds); i += 2)
        close(fds[i]);
}
END_TEST

static char *letters(size_t length)
{
    char *text = malloc(length + 1);

    ck_assert_ptr_nonnull(text);
    memset(text, 'x', length);
    text[length] = '\0';
    return text;
}

START_TEST(refuses_a_body_that_is_too_large_and_lives_on)
{
    char *text = letters((1 << 20) + 1);
    char header[400];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    ck_assert_int_eq(ask(&p, "POST", "/token", ARGUMENTS("Content-Type: application/json"),
                         "{\"clientId\":\"demo-client\",\"clientSecret\":\"demo-secret\"}"),
                     200);
    char *bearer = strdup(answered("access_token"));
    char authorization[2000];

    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", bearer);
    snprintf(header, sizeof header, "tenantId: demo-tenant");
    ck_assert_int_eq(ask(&p, "POST", "/customer/1.0.0/getCredentials",
                         ARGUMENTS("Content-Type: application/json", authorization, header), text),
                     413);
    ck_assert_int_eq(health(&p), 200);
    free(text);
    free(bearer);
    program_finish(&p);
}
END_TEST

/* A seed may be large, but only for those who may seed at all. */
START_TEST(takes_a_large_seed_of_those_who_may_send_it)
{
    static const char path[] = "/_sandgate/realms/default/seed";
    static const char seed[] = "{\"users\":[]}";
    char *text = letters(2 << 20);
    struct program p;

    memset(text, ' ', strlen(text));
    memcpy(text, seed, sizeof seed - 1);
    program_start(&p, ARGUMENTS("--control-token", "sesame"));
    ck_assert_int_eq(ask(&p, "PUT", path, ARGUMENTS("Authorization: Bearer sesame"), text), 200);
    ck_assert_int_eq(ask(&p, "PUT", path, NO_ARGUMENTS, text), 401);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms/default/clock",
                         ARGUMENTS("Authorization: Bearer sesame"), text),
                     413);
    free(text);
    program_finish(&p);
}
END_TEST

START_TEST(cuts_a_body_without_end_and_lives_on)
{
    static const char head[] =
        "POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: 1000000000\r\n\r\n";
    struct program p;
    size_t sent = 0;
    ssize_t part;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, head, sizeof head - 1);
    char *text = letters(1 << 16);

    do {
        part = send(fd, text, 1 << 16, MSG_NOSIGNAL);
        sent += part > 0 ? (size_t) part : 0;
    } while (part > 0 && sent < 100 << 20);
    ck_assert_msg(part <= 0, "it took %zu bytes", sent);
    close(fd);
    free(text);
    ck_assert_int_eq(health(&p), 200);
    program_finish(&p);
}
END_TEST

START_TEST(takes_a_header_block_that_is_too_large_without_harm)
{
    char *text = letters(1 << 20);
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    memcpy(text, "GET / HTTP/1.1\r\nX: ", 19);
    int fd = open_socket(&p);

    /* it may close before all is sent */
    ck_assert_int_ne(send(fd, text, 1 << 20, MSG_NOSIGNAL), 0);
    ck_assert_int_eq(health(&p), 200);
    close(fd);
    free(text);
    program_finish(&p);
}
END_TEST

/* A browser sends all cookies of "localhost" to every port. */
START_TEST(takes_twelve_kilobytes_of_headers_in_a_hundred_lines)
{
    char text[14000] = "GET /multi/identities HTTP/1.1\r\nHost: x\r\n";
    struct program p;

    for (int i = 0; i < 97; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "x-%02d: %0119d\r\n", i, i);
    snprintf(text + strlen(text), sizeof text - strlen(text), KEY "\r\nConnection: close\r\n\r\n");
    ck_assert_uint_gt(strlen(text), 12 << 10);
    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, text, strlen(text));

    ck_assert_ptr_nonnull(strstr(receive(fd), "HTTP/1.1 401"));
    close(fd);
    program_finish(&p);
}
END_TEST

START_TEST(answers_a_head_request_without_a_body)
{
    static const char request[] = "HEAD /_sandgate/health HTTP/1.1\r\nHost: localhost\r\n"
                                  "Connection: close\r\n\r\n";
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, request, sizeof request - 1);
    const char *text = receive(fd);

    ck_assert_msg(strncmp(text, "HTTP/1.1 200", 12) == 0, "%s", text);
    ck_assert_ptr_nonnull(strcasestr(text, "content-length: "));
    ck_assert_str_eq(strstr(text, "\r\n\r\n"), "\r\n\r\n");
    close(fd);
    program_finish(&p);
}
END_TEST

START_TEST(takes_no_white_space_around_a_header_for_a_part_of_it)
{
    static const char request[] = "GET /multi/identities HTTP/1.1\r\nHost: x\r\n"
                                  "api-key: \t demo-api-key \t \r\n"
                                  "Authorization: Bearer none \r\nConnection: close\r\n\r\n";
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, request, sizeof request - 1);
    const char *text = receive(fd);

    /* the key is known, the token is not */
    ck_assert_ptr_nonnull(strstr(text, "HTTP/1.1 401"));
    ck_assert_ptr_null(strstr(text, "api-key is unknown"));
    ck_assert_ptr_nonnull(strstr(text, "sandgate-reason: the token"));
    close(fd);
    program_finish(&p);
}
END_TEST

START_TEST(answers_two_requests_of_one_connection_in_order)
{
    static const char requests[] =
        "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
        "GET /_sandgate/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, requests, sizeof requests - 1);
    const char *text = receive(fd);
    const char *first = strstr(text, "alive");

    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(strstr(first, "\"status\":\"ok\""));
    close(fd);
    program_finish(&p);
}
END_TEST

START_TEST(wakes_a_reader_of_the_outbox_when_a_message_comes)
{
    static const char request[] =
        "GET /_sandgate/realms/default/outbox?channel=EMAIL&wait=60 HTTP/1.1\r\n"
        "Host: localhost\r\nConnection: close\r\n\r\n";
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, request, sizeof request - 1);

    ck_assert_int_eq(
        ask(&p, "POST", "/multi/consumers", ARGUMENTS(KEY),
            "{\"profileId\":\"1001\",\"rootUser\":{\"name\":\"A\",\"surname\":\"B\","
            "\"email\":\"new@example.test\",\"mobile\":{\"countryCode\":\"+44\","
            "\"number\":\"7700900999\"},\"dateOfBirth\":{\"year\":1990,\"month\":1,\"day\":2},"
            "\"address\":{\"country\":\"MT\"}},\"ipAddress\":\"127.0.0.1\"}"),
        200);
    ck_assert_int_eq(ask(&p, "POST", "/multi/consumers/verification/email/send", ARGUMENTS(KEY),
                         "{\"email\":\"new@example.test\"}"),
                     204);
    ck_assert_ptr_nonnull(strstr(receive(fd), "new@example.test"));
    close(fd);
    program_finish(&p);
}
END_TEST

START_TEST(wakes_a_reader_of_the_journal_when_a_request_comes)
{
    static const char request[] =
        "GET /_sandgate/realms/default/requests?status=404&wait=60 HTTP/1.1\r\n"
        "Host: localhost\r\nConnection: close\r\n\r\n";
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    int fd = open_with(&p, request, sizeof request - 1);

    ck_assert_int_eq(health(&p), 200);
    ck_assert_int_eq(ask(&p, "GET", "/multi/nothing", ARGUMENTS(KEY), ""), 404);
    ck_assert_ptr_nonnull(strstr(receive(fd), "/multi/nothing"));
    close(fd);
    program_finish(&p);
}
END_TEST

/* The text of the first member of that name, however deep it is in the last answer. */
static void value_of(const char *name, char *ret, size_t size)
{
    char head[40];

    snprintf(head, sizeof head, "\"%s\":\"", name);
    const char *at = strstr(answer.body, head);

    ck_assert_ptr_nonnull(at);
    at += strlen(head);
    snprintf(ret, size, "%.*s", (int) strcspn(at, "\""), at);
}

/* The request that it knows makes room for the one that it waits for. */
START_TEST(keeps_a_reader_waiting_whose_last_request_was_forgotten)
{
    char request[300];
    char id[100];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    ck_assert_int_eq(
        ask(&p, "PATCH", "/_sandgate/realms/default/settings", NO_ARGUMENTS, "{\"journalSize\":1}"),
        200);
    ck_assert_int_eq(ask(&p, "GET", "/multi/first", ARGUMENTS(KEY), ""), 404);
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/realms/default/requests", NO_ARGUMENTS, ""), 200);
    value_of("id", id, sizeof id);
    snprintf(request, sizeof request,
             "GET /_sandgate/realms/default/requests?since=%s&wait=60 HTTP/1.1\r\n"
             "Host: localhost\r\nConnection: close\r\n\r\n",
             id);
    int fd = open_with(&p, request, strlen(request));

    ck_assert_int_eq(health(&p), 200);
    ck_assert_int_eq(ask(&p, "GET", "/multi/second", ARGUMENTS(KEY), ""), 404);
    ck_assert_ptr_nonnull(strstr(receive(fd), "/multi/second"));
    close(fd);
    program_finish(&p);
}
END_TEST

START_TEST(forgets_a_delayed_request_whose_realm_is_gone)
{
    static const char request[] = "GET /multi/late HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                  "api-key: %s\r\n\r\n";
    char text[400];
    char key[100];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, "{\"name\":\"passing\"}"),
                     201);
    value_of("apiKey", key, sizeof key);
    snprintf(text, sizeof text, request, key);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms/passing/faults", NO_ARGUMENTS,
                         "{\"effect\":{\"delayMillis\":300,\"when\":\"after\"}}"),
                     201);
    int fd = open_with(&p, text, strlen(text));

    ck_assert_int_eq(health(&p), 200);
    ck_assert_int_eq(ask(&p, "DELETE", "/_sandgate/realms/passing", NO_ARGUMENTS, ""), 204);
    ck_assert_ptr_nonnull(strstr(receive(fd), "HTTP/1.1 404"));
    close(fd);
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/unmatched", NO_ARGUMENTS, ""), 200);
    ck_assert_ptr_null(strstr(answer.body, "/multi/late"));
    program_finish(&p);
}
END_TEST

START_TEST(tells_a_reader_of_the_outbox_that_its_realm_is_gone)
{
    static const char request[] = "GET /_sandgate/realms/passing/outbox?wait=60 HTTP/1.1\r\n"
                                  "Host: localhost\r\nConnection: close\r\n\r\n";
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, "{\"name\":\"passing\"}"),
                     201);
    int fd = open_with(&p, request, sizeof request - 1);

    /* answered behind the request above, on the one thread there is */
    ck_assert_int_eq(health(&p), 200);
    ck_assert_int_eq(ask(&p, "DELETE", "/_sandgate/realms/passing", NO_ARGUMENTS, ""), 204);
    ck_assert_ptr_nonnull(strstr(receive(fd), "HTTP/1.1 404"));
    close(fd);
    program_finish(&p);
}
END_TEST

/* ---- faults of a connection ---- */

static const struct {
    const char *effect;
    size_t got;  /* bytes of the body */
    int error;   /* errno of the last recv(2); 0: an orderly end */
    bool worked; /* the login was done */
    const char *head;
} cuts[] = {
    {"{\"connection\":\"close\"}", 0, 0, false, ""},
    {"{\"connection\":\"close\",\"when\":\"after\"}", 0, 0, true, ""},
    {"{\"connection\":\"close\",\"delayMillis\":20}", 0, 0, false, ""},
    {"{\"connection\":\"reset\"}", 0, ECONNRESET, false, ""},
    {"{\"connection\":\"reset\",\"when\":\"after\",\"delayMillis\":20}", 0, ECONNRESET, true, ""},
    {"{\"connection\":\"truncate\"}", 1, 0, false, "Content-Length: 2\r\n"},
    {"{\"connection\":\"truncate\",\"status\":500,\"body\":\"0123456789\"}", 5, 0, false,
     "Content-Length: 10\r\n"},
    {"{\"connection\":\"truncate\",\"body\":\"0123456789\",\"when\":\"after\"}", 5, 0, true,
     "Content-Length: 10\r\n"},
};

/* All that comes until the end of the connection; errno tells how it ended. */
static const char *receive_to_the_end(int fd)
{
    static char text[20000];
    size_t length = 0;
    ssize_t got;

    errno = 0;
    while ((got = recv(fd, text + length, sizeof text - 1 - length, 0)) > 0)
        length += (size_t) got;
    text[length] = '\0';
    return text;
}

START_TEST(cuts_a_connection_as_a_fault_says)
{
    static const char login[] = "POST /multi/login_with_password HTTP/1.1\r\nHost: x\r\n"
                                "api-key: demo-api-key\r\nContent-Length: 60\r\n\r\n"
                                "{\"email\":\"user@example.com\","
                                "\"password\":{\"value\":\"pa$$word\"}}";
    char fault[300];
    struct program p;

    snprintf(fault, sizeof fault, "{\"effect\":%s,\"times\":1}", cuts[_i].effect);
    program_start(&p, NO_ARGUMENTS);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms/default/faults", NO_ARGUMENTS, fault), 201);
    int fd = open_with(&p, login, sizeof login - 1);
    const char *text = receive_to_the_end(fd);

    ck_assert_int_eq(errno, cuts[_i].error);
    const char *body = strstr(text, "\r\n\r\n");

    ck_assert_uint_eq(body == NULL ? strlen(text) : strlen(body + 4), cuts[_i].got);
    ck_assert_ptr_nonnull(strcasestr(text, cuts[_i].head));
    close(fd);
    ask(&p, "GET", "/_sandgate/realms/default/outbox", NO_ARGUMENTS, "");
    ck_assert_int_eq(strstr(answer.body, "\"kind\":\"login\"") != NULL, cuts[_i].worked);
    ask(&p, "GET", "/_sandgate/realms/default/requests", NO_ARGUMENTS, "");
    ck_assert_ptr_nonnull(strstr(answer.body, "requested by fault"));
    program_finish(&p);
}
END_TEST

/* ---- plays over HTTP ---- */

static glob_t plays;

/* All but the blocks, which are read with each. */
static void find_plays(void)
{
    size_t kept = 0;

    glob(PLAYS_DIR "/*.play", 0, NULL, &plays);
    for (size_t i = 0; i < plays.gl_pathc; i++) {
        if (strstr(plays.gl_pathv[i], "/blocks.play") == NULL)
            plays.gl_pathv[kept++] = plays.gl_pathv[i];
        else
            free(plays.gl_pathv[i]);
    }
    plays.gl_pathc = kept;
}

START_TEST(a_play_holds_over_http)
{
    char command[1000];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    snprintf(command, sizeof command, "SANDGATE_TEST_URL=%s %s %s >%s 2>&1", p.url, PLAYS,
             plays.gl_pathv[_i], path_of("plays.out"));
    if (system(command) != 0) {
        FILE *file = fopen(path_of("plays.out"), "r");

        ck_abort_msg("%s", text_of(file));
    }
    program_finish(&p);
}
END_TEST

static TCase *add(Suite *s, const char *name, const TTest *const *tests, size_t count)
{
    TCase *tcase = suite_case(s, name);

    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(tcase, tests[i]);
    return tcase;
}

static void add_loop(Suite *s, const char *name, const TTest *test, size_t count)
{
    TCase *tcase = suite_case(s, name);

    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    tcase_add_loop_test(tcase, test, 0, (int) count);
}

static Suite *suite(void)
{
    const TTest *const tests[] = {
        tells_its_version,
        tells_its_options,
        prints_its_documents,
        refuses_a_taken_port_with_one_line,
        refuses_a_newer_database_with_one_line,
        refuses_a_database_path_that_can_not_be_written_with_one_line,
        refuses_a_database_that_another_process_has_with_one_line,
        says_that_its_database_file_was_deleted_or_replaced,
        says_that_it_is_ready_and_nothing_before,
        answers_what_was_asked_before_it_ends,
        keeps_a_session_over_a_kill,
        keeps_realms_clocks_and_settings_over_a_restart,
        logs_a_line_for_a_request_and_never_a_secret,
        gives_seeds_to_a_new_database_alone,
        makes_the_default_realm_after_a_first_start_that_failed,
        listens_where_the_environment_says,
        prefers_an_option_to_its_variable,
        allows_each_origin_that_is_named,
        allows_every_origin_beside_those_that_are_named,
        adds_the_key_for_the_origins_that_are_named,
        reads_each_variable,
        refuses_a_bad_variable_with_one_line,
        closes_the_control_api_but_not_health_with_a_token,
        warns_when_others_can_reach_the_control_api,
        refuses_a_body_that_is_too_large_and_lives_on,
        takes_a_large_seed_of_those_who_may_send_it,
        cuts_a_body_without_end_and_lives_on,
        takes_a_header_block_that_is_too_large_without_harm,
        takes_twelve_kilobytes_of_headers_in_a_hundred_lines,
        answers_a_head_request_without_a_body,
        takes_no_white_space_around_a_header_for_a_part_of_it,
        answers_two_requests_of_one_connection_in_order,
        wakes_a_reader_of_the_journal_when_a_request_comes,
        keeps_a_reader_waiting_whose_last_request_was_forgotten,
        forgets_a_delayed_request_whose_realm_is_gone,
        wakes_a_reader_of_the_outbox_when_a_message_comes,
        tells_a_reader_of_the_outbox_that_its_realm_is_gone,
    };
    Suite *s = suite_create("process");

    TCase *life = add(s, "life", tests, ARRAY_SIZE(tests));

    suite_add_needing(life, shows_on_a_terminal_how_far_a_large_seed_is, suite_lacks_terminal());
    suite_add_needing(life, answers_beside_two_thousand_idle_connections,
                      suite_lacks_files(IDLE_CONNECTIONS + 100));
    add_loop(s, "documents", prints_an_openapi_document, ARRAY_SIZE(openapi_documents));
    add_loop(s, "options", refuses_a_bad_option_with_one_line, ARRAY_SIZE(bad_options));
    add_loop(s, "seeds", refuses_a_bad_seed_with_one_line, ARRAY_SIZE(bad_seeds));
    add_loop(s, "signals", ends_well_on_a_signal, 2);
    add_loop(s, "garbage", lives_on_with_a_request_that_is_garbage_or_half_sent,
             ARRAY_SIZE(pieces));
    add_loop(s, "faults", cuts_a_connection_as_a_fault_says, ARRAY_SIZE(cuts));
    add_loop(s, "plays", a_play_holds_over_http, plays.gl_pathc);
    return s;
}

int main(void)
{
    find_plays();
    int status = suite_run(suite(), CK_FORK_GETENV);

    globfree(&plays);
    return status;
}
