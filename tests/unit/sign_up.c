/* SPDX-License-Identifier: MIT */
/* What a sign-up costs: how many statements it runs. */
#include "suites.h"

#include "support/suite.h"
#include "support/world.h"

#include <string.h>

static struct world world;

static void open_world(void)
{
    world_open(&world, NULL);
}

static void close_world(void)
{
    world_close(&world);
}

/* Statements that a request runs, of which the answer must be `status`. */
static unsigned statements_of(const char *path, const char *body, int status)
{
    struct headers headers = {.count = 0};
    struct answer answer;

    headers_set(&headers, "api-key", "demo-api-key");
    store_fail_at(world.gateway.store, 0);
    world_call(&world, "POST", path, &headers, body, strlen(body), &answer);
    ck_assert_int_eq(answer.status, status);
    answer_free(&answer);
    return store_statements_run(world.gateway.store);
}

/* Begin, whose the address is, a free id, identity, customer, person, user, the identity again, commit. */
START_TEST(signs_up_with_nine_statements)
{
    static const char body[] =
        "{\"profileId\":\"1001\",\"rootUser\":{\"name\":\"Ada\",\"surname\":\"Byron\","
        "\"email\":\"ada@example.test\",\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900100\"},"
        "\"dateOfBirth\":{\"year\":1990,\"month\":1,\"day\":2},\"address\":{\"country\":\"MT\"}},"
        "\"ipAddress\":\"127.0.0.1\"}";

    ck_assert_uint_eq(statements_of("/multi/consumers", body, 200), 9);
    /* begin, whose the address is, commit */
    ck_assert_uint_eq(statements_of("/multi/consumers", body, 409), 3);
}
END_TEST

Suite *sign_up_suite(void)
{
    Suite *s = suite_create("sign_up");
    TCase *tcase = suite_case(s, "sign_up");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, signs_up_with_nine_statements);
    return s;
}
