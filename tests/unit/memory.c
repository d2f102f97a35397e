/* SPDX-License-Identifier: MIT */
/* Allocations that fail: our own end the program, those of libraries are a 500. */
#include "base/array.h"
#include "base/blocks.h"
#include "base/memory.h"
#include "support/database.h"
#include "support/program.h"
#include "support/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define USER                                                                                       \
    "{\"email\":\"new@example.test\",\"password\":\"Pass1234!\",\"factors\":[\"SMS\"],"            \
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900200\"},"                              \
    "\"identity\":{\"type\":\"CONSUMER\",\"name\":\"New Person\"}}"
#define SEED                                                                                       \
    "{\"users\":[" USER                                                                            \
    "],\"cyrexa\":{\"organizations\":[{\"id\":\"o\",\"legalName\":\"O\"}],\"customers\":"          \
    "[{\"customerType\":\"Person\",\"person\":{\"firstName\":{\"name\":\"A\"}}}]}}"
#define REALM "/_sandgate/realms/default"

static const struct request_row {
    const char *method, *path, *type, *body;
    int status;
} requests[] = {
    {"PUT", REALM "/seed", NULL, SEED, 200},
    {"POST", "/_sandgate/realms", NULL, "{\"settings\":{\"otpCode\":\"111111\"},\"seed\":" SEED "}",
     201},
    {"PATCH", REALM "/settings", NULL, "{\"channels\":{\"SMS\":false}}", 200},
    {"POST", REALM "/faults", NULL,
     "{\"match\":{\"path\":\"/none\"},\"effect\":{\"status\":503,\"body\":{\"a\":[1,\"b\"]}}}",
     201},
    {"POST", "/multi/login_with_password", NULL,
     "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}", 200},
    {"POST", "/oauth2/token", "application/x-www-form-urlencoded",
     "grant_type=client_credentials&client_id=demo-client&client_secret=demo-secret", 200},
    {"GET", REALM "/export", NULL, "", 200},
    {"GET", REALM "/requests", NULL, "", 200},
    {"GET", "/_sandgate/openapi/control.json", NULL, "", 200},
    {"GET", "/_sandgate/schema/seed.json", NULL, "", 200},
};

static struct world world;
static struct arena arena;

static int call(const struct request_row *row)
{
    struct headers headers = {.count = 0};

    headers_set(&headers, "api-key", "demo-api-key");
    if (row->type != NULL)
        headers_set(&headers, "content-type", row->type);
    answer_free(&answer);
    world_call(&world, row->method, row->path, &headers, row->body, strlen(row->body), &answer);
    return answer.status;
}

/* ---- libraries ---- */

static void open_world(void)
{
    database_watch();
    world_open(&world, NULL);
}

static void close_world(void)
{
    answer_free(&answer);
    world_close(&world);
    arena_free(&arena);
}

enum outcome { REFUSED = 10, SUCCEEDED, WRONG_STATUS, WRONG_BODY, CHANGED };

/* In a process of its own. After the commit the program ends, too, as memory must agree with the database. */
static enum outcome attempt(const struct request_row *row, size_t n)
{
    const char *before = database_dump(&arena, 0);

    blocks_trim(); /* kept blocks can't fail */
    memory_fail_at(MEMORY_LIBRARY, n);
    int status = call(row);

    memory_fail_at(MEMORY_LIBRARY, 0);
    if (status != 500)
        return status == row->status ? SUCCEEDED : WRONG_STATUS;
    if (strstr(answer.body, "\"errors\"") != NULL)
        return WRONG_BODY;
    return strcmp(database_dump(&arena, 0), before) == 0 ? REFUSED : CHANGED;
}

static int outcome_of(const struct request_row *row, size_t n)
{
    int status;
    pid_t pid = fork();

    if (pid == 0)
        _exit(attempt(row, n));
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(WIFEXITED(status), "%s %s: signal %d at %zu", row->method, row->path,
                  WTERMSIG(status), n);
    return WEXITSTATUS(status);
}

/* Fails one allocation after the other, with growing steps, until the request succeeds. */
START_TEST(answers_500_if_a_library_has_no_memory)
{
    const struct request_row *row = &requests[_i];
    int outcome = REFUSED;
    size_t refused = 0;

    open_world();
    for (size_t n = 1; outcome != SUCCEEDED; n += 1 + n / 8) {
        outcome = outcome_of(row, n);
        ck_assert_msg(outcome == REFUSED || outcome == SUCCEEDED ||
                          (outcome == EXIT_FAILURE && strcmp(row->method, "PATCH") == 0),
                      "%s %s: outcome %d at %zu", row->method, row->path, outcome, n);
        refused += outcome == REFUSED;
    }
    /* every body is parsed; smaller requests need no further memory */
    if (*row->body == '{')
        ck_assert_uint_gt(refused, 0);
    close_world();
}
END_TEST

/* ---- our own ---- */

static const struct request_row first = {
    "PUT", REALM "/seed", NULL,
    "{\"users\":[{\"email\":\"kept@example.test\",\"identity\":{\"type\":\"CONSUMER\"}}]}", 200};

/* In a process of its own: the n-th allocation of a request fails after another was committed. */
static void run_out_of_memory(const char *database, const char *log, size_t n)
{
    FILE *err = freopen(log, "w", stderr);

    world_open(&world, database);
    if (err == NULL || call(&first) != first.status)
        _exit(100);
    memory_fail_at(MEMORY_OWN, n);
    int status = call(&requests[0]);

    memory_fail_at(MEMORY_OWN, 0);
    _exit(status == requests[0].status ? 0 : 101);
}

static int status_without(const char *database, const char *log, size_t n)
{
    int status;
    pid_t pid = fork();

    if (pid == 0)
        run_out_of_memory(database, log, n);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(WIFEXITED(status), "signal %d at %zu", WTERMSIG(status), n);
    return WEXITSTATUS(status);
}

static void expect_kept(const char *database)
{
    static const struct request_row find = {"GET", REALM "/users?email=kept%40example.test", NULL,
                                            "", 200};

    world_open(&world, database);
    ck_assert_int_eq(call(&find), 200);
    ck_assert_ptr_nonnull(strstr(answer.body, "kept@example.test"));
    answer_free(&answer);
    world_close(&world);
}

START_TEST(ends_with_one_line_and_keeps_what_was_committed)
{
    int status = 1;
    size_t ends = 0;

    for (size_t n = 1; status != 0; n += 1 + n / 4) {
        const char *database = path_of(arena_printf(&arena, "%zu.db", n));
        const char *log = path_of("log");

        status = status_without(database, log, n);
        if (status == 0)
            break;
        ck_assert_int_eq(status, EXIT_FAILURE);
        FILE *file = fopen(log, "r");

        ck_assert_str_eq(text_of(file), "sandgate: out of memory\n");
        fclose(file);
        expect_kept(database);
        ends++;
    }
    ck_assert_uint_gt(ends, 0); /* without sanitizers an arena needs few allocations */
    arena_free(&arena);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("memory");
    TCase *libraries_case = suite_case(s, "libraries");
    TCase *own = suite_case(s, "own");

    tcase_add_loop_test(libraries_case, answers_500_if_a_library_has_no_memory, 0,
                        (int) ARRAY_SIZE(requests));
    tcase_add_checked_fixture(own, make_directory, remove_directory);
    tcase_add_test(own, ends_with_one_line_and_keeps_what_was_committed);
    return suite_run(s, CK_FORK);
}
