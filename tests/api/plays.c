/* SPDX-License-Identifier: MIT */
/*
 * Runs the plays: in this process, or, with SANDGATE_TEST_URL, against a gateway that listens.
 * The last test fails on a refusal that a row declares and no test ever provoked.
 */
#include "api/families.h"
#include "support/play.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct plays plays;
static struct world world;

START_TEST(a_case_of_a_play_holds)
{
    const struct play_case *c = list_at(&plays.cases, (size_t) _i);
    char error[2000];

    if (!play_run(&world, &plays, c, error, sizeof error))
        ck_abort_msg("%s %s (%s): %s", c->source, c->number, c->title, error);
}
END_TEST

/* Every operation gives each refusal that its family gives to all. */
START_TEST(an_operation_gives_the_refusals_of_its_family)
{
    const struct operation *operation = &operations[_i];
    struct headers headers = {.count = 0};
    struct answer answer;

    headers_set(&headers, "api-key", "no-such-key");
    world_call(&world, method_names[operation->method], operation->path, &headers, "", 0, &answer);
    if (operation->access == APP_KEY || operation->access == SIGNED_IN)
        ck_assert_int_eq(answer.status, strncmp(operation->path, "/multi", 6) == 0 ? 401 : 404);
    answer_free(&answer);
}
END_TEST

/* The n-th statement of a request fails, for every n: always 500, and the realm is as it was. */
static int calls_until_good(const struct operation *operation, const struct headers *headers,
                            const char *path, const char *body)
{
    unsigned n = 1;

    for (;; n++) {
        struct answer answer;

        store_fail_at(world.gateway.store, n);
        world_call(&world, method_names[operation->method], path, headers, body, strlen(body),
                   &answer);
        bool failed = store_statements_run(world.gateway.store) >= n;
        int status = answer.status;

        store_fail_at(world.gateway.store, 0);
        answer_free(&answer);
        if (!failed)
            return (int) n;
        ck_assert_int_eq(status, 500);
    }
}

START_TEST(a_fault_in_the_store_leaves_no_trace)
{
    static const char body[] =
        "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}";
    struct headers headers = {.count = 0};
    struct answer before;
    struct answer after;
    struct headers none = {.count = 0};

    headers_set(&headers, "api-key", "demo-api-key");
    world_call(&world, "GET", "/_sandgate/realms/default/sessions", &none, "", 0, &before);
    ck_assert_int_gt(calls_until_good(&operations[0], &headers, operations[0].path, body), 3);
    world_call(&world, "GET", "/_sandgate/realms/default/sessions", &none, "", 0, &after);
    /* one call was good at the end */
    ck_assert_uint_eq(json_array_size(json_object_get(before.json, "sessions")) + 1,
                      json_array_size(json_object_get(after.json, "sessions")));
    answer_free(&before);
    answer_free(&after);
}
END_TEST

static size_t outbox_of(const char *realm)
{
    const struct headers none = {.count = 0};
    struct answer answer;
    char path[100];

    snprintf(path, sizeof path, "/_sandgate/realms/%s/outbox?limit=10000", realm);
    world_call(&world, "GET", path, &none, "", 0, &answer);
    size_t count = json_array_size(json_object_get(answer.json, "messages"));

    answer_free(&answer);
    return count;
}

static int status_of(const char *method, const char *path, const struct headers *headers,
                     const char *body)
{
    struct answer answer;

    world_call(&world, method, path, headers, body, strlen(body), &answer);
    int status = answer.status;

    answer_free(&answer);
    return status;
}

/* Each wrong password is a message; the oldest go, some at a time. */
START_TEST(keeps_no_more_messages_than_the_realm_wants)
{
    static const char wrong[] =
        "{\"email\":\"staff@example.com\",\"password\":{\"value\":\"wrong\"}}";
    const struct headers none = {.count = 0};
    struct headers key = {.count = 0};

    headers_set(&key, "api-key", "demo-api-key");
    ck_assert_int_eq(status_of("PATCH", "/_sandgate/realms/default/settings", &none,
                               "{\"outboxSize\":10,\"loginFailuresToLock\":1000000}"),
                     200);
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/default/outbox", &none, ""), 204);
    for (size_t sent = 1; sent <= 200; sent++) {
        ck_assert_int_eq(status_of("POST", "/multi/login_with_password", &key, wrong), 403);
        size_t kept = outbox_of("default");

        ck_assert_uint_ge(kept, sent < 10 ? sent : 10);
        ck_assert_uint_lt(kept, 10 + 64);
    }
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/default/outbox", &none, ""), 204);
    ck_assert_uint_eq(outbox_of("default"), 0);
    ck_assert_int_eq(status_of("POST", "/multi/login_with_password", &key, wrong), 403);
    ck_assert_uint_eq(outbox_of("default"), 1);
}
END_TEST

START_TEST(keeps_no_more_snapshots_than_a_realm_may_have)
{
    static const char path[] = "/_sandgate/realms/default/snapshots";
    const struct headers none = {.count = 0};
    char body[40];

    for (int i = 0; i < 100; i++) {
        snprintf(body, sizeof body, "{\"name\":\"s%d\"}", i);
        ck_assert_int_eq(status_of("POST", path, &none, body), 201);
    }
    ck_assert_int_eq(status_of("POST", path, &none, "{\"name\":\"one-more\"}"), 409);
    /* one of the same name takes no more room */
    ck_assert_int_eq(status_of("POST", path, &none, "{\"name\":\"s7\"}"), 201);
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/default/snapshots/s8", &none, ""), 204);
    ck_assert_int_eq(status_of("POST", path, &none, "{\"name\":\"one-more\"}"), 201);
}
END_TEST

static size_t missing_of(const struct operation *operation, size_t at, const enum error *errors)
{
    size_t missing = 0;

    for (; *errors != NO_ERROR; errors++) {
        if (world_has_seen(&world, at, *errors))
            continue;
        fprintf(stderr, "never provoked: %s %s %s\n", method_names[operation->method],
                operation->path, error_rows[*errors].name);
        missing++;
    }
    return missing;
}

START_TEST(every_declared_refusal_was_provoked)
{
    size_t missing = 0;

    for (size_t i = 0; i < operations_count; i++) {
        const struct operation *operation = &operations[i];
        const enum error columns[] = {operation->forbidden, operation->unknown_token, NO_ERROR};

        missing += missing_of(operation, i, operation->errors);
        if (operation->forbidden != NO_ERROR)
            missing += missing_of(operation, i, columns);
        if (operation->guard != NULL)
            missing += missing_of(operation, i, (const enum error[]){STEP_UP_REQUIRED, NO_ERROR});
        if (operation->replays)
            missing += missing_of(operation, i,
                                  (const enum error[]){IDEMPOTENCY_MISMATCH,
                                                       IDEMPOTENT_REQUEST_IN_PROGRESS, NO_ERROR});
        if (!world_has_seen(&world, i, NO_ERROR)) {
            fprintf(stderr, "never succeeded: %s\n", operation->path);
            missing++;
        }
    }
    ck_assert_uint_eq(missing, 0);
}
END_TEST

static Suite *suite(bool here)
{
    Suite *s = suite_create("plays");
    TCase *cases = tcase_create("cases");

    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, a_case_of_a_play_holds, 0, (int) plays.cases.count);
    suite_add_tcase(s, cases);
    if (!here)
        return s;
    TCase *tables = tcase_create("tables");

    tcase_set_timeout(tables, 60);
    tcase_add_loop_test(tables, an_operation_gives_the_refusals_of_its_family, 0,
                        (int) operations_count);
    tcase_add_test(tables, a_fault_in_the_store_leaves_no_trace);
    tcase_add_test(tables, keeps_no_more_messages_than_the_realm_wants);
    tcase_add_test(tables, keeps_no_more_snapshots_than_a_realm_may_have);
    tcase_add_test(tables, every_declared_refusal_was_provoked);
    suite_add_tcase(s, tables);
    return s;
}

/* With file names, only their cases (the blocks are read always) and no check of the tables. */
static void read_plays(int argc, char **argv)
{
    glob_t found;

    plays_read(&plays, PLAYS_DIR "/blocks.play");
    for (int i = 1; i < argc; i++)
        plays_read(&plays, argv[i]);
    if (argc > 1)
        return;
    glob(PLAYS_DIR "/*.play", 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (strstr(found.gl_pathv[i], "/blocks.play") == NULL)
            plays_read(&plays, found.gl_pathv[i]);
    }
    globfree(&found);
}

int main(int argc, char **argv)
{
    const char *url = getenv("SANDGATE_TEST_URL");

    read_plays(argc, argv);
    if (url == NULL)
        world_open(&world, NULL);
    else
        world_open_url(&world, url);
    SRunner *runner = srunner_create(suite(url == NULL && argc == 1));

    /* one process: the world is shared, and remembers what it has seen */
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    world_close(&world);
    plays_free(&plays);
    return failed == 0 ? 0 : 1;
}
