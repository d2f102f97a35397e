/* SPDX-License-Identifier: MIT */
/* Ids over restarts: none comes twice, and none that a document has brought. */
#include "suites.h"

#include "directory/codes.h"
#include "store/ids.h"
#include "store/query.h"
#include "support/suite.h"
#include "support/world.h"
#include "weavr/resources.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define REALM_PATH "/_sandgate/realms/default"

static struct world world;
static struct arena arena;
static char path[] = "/tmp/sandgate-ids-XXXXXX";

static int64_t id_of(const json_t *json)
{
    return strtoll(json_string_value(json_object_get(json, "id")), NULL, 10);
}

/* The id of what a request makes. */
static int64_t made(const char *resource, const char *body)
{
    const struct headers none = {.count = 0};
    struct answer answer;

    world_call(&world, "POST", resource, &none, body, strlen(body), &answer);
    ck_assert_msg(answer.status == 201, "%s: %d %s", resource, answer.status, answer.body);
    int64_t id = id_of(answer.json);

    answer_free(&answer);
    return id;
}

static int64_t made_realm(void)
{
    return made("/_sandgate/realms", "{}");
}

static void seed(const char *document)
{
    const struct headers none = {.count = 0};
    struct answer answer;

    world_call(&world, "PUT", REALM_PATH "/seed", &none, document, strlen(document), &answer);
    ck_assert_msg(answer.status == 200, "%d %s", answer.status, answer.body);
    ck_assert_ptr_null(json_object_get(answer.json, "renamed"));
    answer_free(&answer);
}

/* As the database has it. */
static int64_t bound(void)
{
    struct store *s = world.gateway.store;
    QUERY(q, s, IDS_RESERVED, INT_ARG(1));

    ck_assert_int_eq(query_step(&q), 0);
    return column_int(&q, 0);
}

static void restart(void)
{
    world_close(&world);
    world_open(&world, path);
}

static void open_world(void)
{
    strcpy(strrchr(path, '-') + 1, "XXXXXX");
    int file = mkstemp(path);

    ck_assert_int_ge(file, 0);
    close(file);
    world_open(&world, path);
}

static void close_world(void)
{
    world_close(&world);
    arena_free(&arena);
    unlink(path);
}

/* ---- restarts ---- */

START_TEST(goes_on_in_its_place_after_ids_that_a_document_chose)
{
    int64_t before = made_realm();

    seed("{\"users\":[{\"id\":\"499999999999999999\",\"email\":\"a@b.test\","
         "\"identity\":{\"type\":\"CONSUMER\"}}],\"resources\":[{\"type\":\"sends\","
         "\"id\":\"499999999999999998\",\"ownerIdentity\":\"a@b.test\"}]}");
    int64_t beside = made_realm();

    restart();
    int64_t after = made_realm();

    ck_assert_int_lt(ID_FIRST, before);
    ck_assert_int_lt(before, beside);
    ck_assert_int_lt(beside, after);
    ck_assert_int_lt(after, ID_FIRST + 2 * IDS_BLOCK);
}
END_TEST

/* In a process of its own, which is killed; the last of its ids. */
static int64_t made_before_a_kill(void)
{
    int64_t id = 0;
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        world_open(&world, path);
        id = made_realm();
        if (write(ends[1], &id, sizeof id) == sizeof id)
            raise(SIGKILL);
        _exit(1);
    }
    close(ends[1]);
    int status;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    ck_assert_int_eq(read(ends[0], &id, sizeof id), sizeof id);
    close(ends[0]);
    return id;
}

START_TEST(gives_no_id_twice_after_a_kill)
{
    int64_t last = made_realm();

    world_close(&world);
    for (int i = 0; i < 3; i++) {
        int64_t id = made_before_a_kill();

        ck_assert_int_gt(id, last);
        last = id;
    }
    world_open(&world, path);
    ck_assert_int_gt(made_realm(), last);
}
END_TEST

/* So that 90 million starts reach the ids of seeds, and 200 million the end of 18 digits. */
START_TEST(takes_one_block_for_a_start)
{
    ck_assert_int_gt((INT64_C(500000000000000000) - ID_FIRST) / IDS_BLOCK, 90000000);
    ck_assert_int_gt((INT64_C(1000000000000000000) - ID_FIRST) / IDS_BLOCK, 200000000);
    for (int i = 1; i < 5; i++) {
        ck_assert_int_eq(bound(), ID_FIRST + i * IDS_BLOCK);
        made_realm();
        restart();
    }
}
END_TEST

/* ---- blocks ---- */

#define MANY 20000 /* some blocks of ids */

static void count_many(void)
{
    for (int i = 0; i < MANY; i++)
        id_next(&world.gateway.ids);
    ck_assert_int_gt(world.gateway.ids.last, bound());
}

START_TEST(writes_once_a_block)
{
    struct store *s = world.gateway.store;

    store_fail_at(s, 0);
    for (int i = 0; i < MANY; i++) {
        ck_assert_int_eq(store_ids_ensure(s), 0);
        id_next(&world.gateway.ids);
    }
    ck_assert_uint_gt(store_statements_run(s), 1);
    ck_assert_uint_lt(store_statements_run(s), 6);
    ck_assert_int_lt(world.gateway.ids.last, bound());
}
END_TEST

/* A request that is no transaction may make an id, too. */
START_TEST(keeps_up_before_each_request)
{
    const struct headers none = {.count = 0};
    struct answer answer;

    count_many();
    world_call(&world, "GET", REALM_PATH, &none, "", 0, &answer);
    ck_assert_int_eq(answer.status, 200);
    answer_free(&answer);
    ck_assert_int_lt(world.gateway.ids.last, bound());
}
END_TEST

START_TEST(commits_no_id_beyond_the_bound)
{
    struct store *s = world.gateway.store;

    ck_assert_int_eq(store_begin(s), 0);
    count_many();
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_lt(world.gateway.ids.last, bound());
}
END_TEST

/* The first statement of a commit is the bound's, the second the commit itself. */
START_TEST(tries_again_after_a_commit_that_failed)
{
    struct store *s = world.gateway.store;

    ck_assert_int_eq(store_begin(s), 0);
    count_many();
    store_fail_at(s, (unsigned) _i + 1);
    ck_assert_int_eq(store_commit(s), -EIO);
    store_fail_at(s, 0);
    store_rollback(s);
    ck_assert_int_gt(world.gateway.ids.last, bound());
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_lt(world.gateway.ids.last, bound());
}
END_TEST

/* ---- ids that a document brought ---- */

static struct context context(void)
{
    return context_in(&world.gateway, world.gateway.realms.first, &arena, 1);
}

/* What the counter will come to, without moving it. */
static int64_t foretold(void)
{
    struct random random = world.gateway.random;
    struct ids ids = {.random = &random, .last = world.gateway.ids.last};

    return id_next(&ids);
}

START_TEST(gives_no_id_that_a_document_brought)
{
    struct context ctx = context();
    int64_t chosen = foretold();
    int64_t id = 0;

    seed(arena_printf(&arena,
                      "{\"users\":[{\"id\":\"%lld\",\"email\":\"a@b.test\",\"identity\":{"
                      "\"type\":\"CONSUMER\"}}]}",
                      (long long) chosen));
    ck_assert_int_eq(foretold(), chosen);
    ck_assert_int_eq(id_new(&ctx, &id), 0);
    ck_assert_int_gt(id, chosen);
}
END_TEST

START_TEST(gives_a_resource_no_id_that_another_has)
{
    struct context ctx = context();
    struct resource_form form = {.state = -1};
    struct resource resource;

    seed(
        "{\"users\":[{\"id\":\"7\",\"email\":\"a@b.test\",\"identity\":{\"type\":\"CONSUMER\"}}]}");
    int64_t chosen = foretold();

    form.id = chosen;
    ck_assert_int_eq(resource_declare(&ctx, &form, 7, &resource), 0);
    ck_assert_int_eq(resource_declare(&ctx, &form, 7, &resource), -EEXIST);
    ck_assert_int_eq(foretold(), chosen);
    form.id = 0;
    ck_assert_int_eq(resource_declare(&ctx, &form, 7, &resource), 0);
    ck_assert_int_gt(resource.id, chosen);
}
END_TEST

Suite *ids_suite(void)
{
    const struct test tests[] = {
        {goes_on_in_its_place_after_ids_that_a_document_chose, 0},
        {gives_no_id_twice_after_a_kill, 0},
        {takes_one_block_for_a_start, 0},
        {writes_once_a_block, 0},
        {keeps_up_before_each_request, 0},
        {commits_no_id_beyond_the_bound, 0},
        {tries_again_after_a_commit_that_failed, 2},
        {gives_no_id_that_a_document_brought, 0},
        {gives_a_resource_no_id_that_another_has, 0},
    };
    Suite *s = suite_create("ids");
    TCase *tcase = suite_case(s, "ids");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    for (size_t i = 0; i < ARRAY_SIZE(tests); i++)
        tcase_add_loop_test(tcase, tests[i].test, 0, tests[i].rows == 0 ? 1 : (int) tests[i].rows);
    return s;
}
