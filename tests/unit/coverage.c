/* SPDX-License-Identifier: MIT */
/* What requests have met: the sets themselves, and when a realm has one. */
#include "suites.h"

#include "support/world.h"

#include <stdlib.h>
#include <string.h>

START_TEST(remembers_each_error_alone)
{
    struct coverage *c = coverage_new(3);

    coverage_note(&c[1], (enum error) _i);
    for (int i = NO_ERROR; i < ERRORS_COUNT; i++) {
        ck_assert_int_eq(coverage_has(&c[1], (enum error) i), i == _i);
        ck_assert_int_eq(coverage_has(&c[0], (enum error) i), false);
        ck_assert_int_eq(coverage_has(&c[2], (enum error) i), false);
    }
    ck_assert_uint_eq(c[1].requests, 1);
    ck_assert_uint_eq(c[2].requests, 0);
    free(c);
}
END_TEST

START_TEST(remembers_errors_beside_each_other)
{
    struct coverage *c = coverage_new(1);

    coverage_note(c, NOT_FOUND);
    coverage_note(c, UNAUTHORIZED);
    coverage_note(c, UNAUTHORIZED);
    ck_assert(coverage_has(c, NOT_FOUND));
    ck_assert(coverage_has(c, UNAUTHORIZED));
    ck_assert(!coverage_has(c, NO_ERROR));
    ck_assert_uint_eq(c->requests, 3);
    free(c);
}
END_TEST

static struct world world;
static struct answer answer;
static const struct realm *realm; /* the default one */

static int call(const char *method, const char *path)
{
    struct headers headers = {.count = 0};

    headers_set(&headers, "api-key", "demo-api-key");
    answer_free(&answer);
    world_call(&world, method, path, &headers, "", 0, &answer);
    return answer.status;
}

static void open_world(void)
{
    world_open(&world, NULL);
    realm = world.gateway.realms.first;
}

static void close_world(void)
{
    answer_free(&answer);
    world_close(&world);
}

START_TEST(takes_no_memory_for_a_realm_without_clients)
{
    open_world();
    ck_assert_ptr_null(realm->coverage);
    ck_assert_int_eq(call("GET", "/_sandgate/realms/default/users"), 200);
    ck_assert_int_eq(call("GET", "/_sandgate/coverage?realm=default"), 200);
    ck_assert_ptr_null(realm->coverage);
    ck_assert_int_eq(call("POST", "/multi/login_with_password"), 400);
    ck_assert_ptr_nonnull(realm->coverage);
    ck_assert_int_eq(call("POST", "/_sandgate/realms/default/reset"), 204);
    ck_assert_ptr_null(realm->coverage);
    close_world();
}
END_TEST

START_TEST(a_reset_that_fails_forgets_nothing)
{
    open_world();
    ck_assert_int_eq(call("POST", "/multi/login_with_password"), 400);
    for (unsigned n = 1; n <= 20; n++) {
        store_fail_at(world.gateway.store, n);
        ck_assert_int_eq(call("POST", "/_sandgate/realms/default/reset"), 500);
        store_fail_at(world.gateway.store, 0);
        ck_assert_ptr_nonnull(realm->coverage);
        ck_assert(coverage_has(&realm->coverage[0], INVALID_REQUEST));
    }
    close_world();
}
END_TEST

static int64_t integer(const char *member)
{
    return json_integer_value(json_object_get(answer.json, member));
}

/* All but one of hundreds are 99 %: 100 % says that nothing is missing. */
START_TEST(rounds_a_share_down)
{
    open_world();
    for (size_t i = 1; i < world_registry()->count; i++)
        coverage_note(&world.gateway.coverage[i], NO_ERROR);
    ck_assert_int_eq(call("GET", "/_sandgate/coverage"), 200);
    ck_assert_int_eq(integer("used"), integer("total") - 1);
    ck_assert_int_eq(integer("percent"), integer("used") * 100 / integer("total"));
    ck_assert_int_lt(integer("percent"), 100);
    coverage_note(&world.gateway.coverage[0], NO_ERROR);
    ck_assert_int_eq(call("GET", "/_sandgate/coverage"), 200);
    ck_assert_int_eq(integer("used"), integer("total"));
    ck_assert_int_eq(integer("percent"), 100);
    close_world();
}
END_TEST

Suite *coverage_suite(void)
{
    const struct test tests[] = {
        {remembers_each_error_alone, ERRORS_COUNT},
        {remembers_errors_beside_each_other, 0},
        {takes_no_memory_for_a_realm_without_clients, 0},
        {a_reset_that_fails_forgets_nothing, 0},
        {rounds_a_share_down, 0},
    };

    return suite_of("coverage", tests, ARRAY_SIZE(tests));
}
