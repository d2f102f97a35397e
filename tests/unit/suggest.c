/* SPDX-License-Identifier: MIT */
/* What is proposed for a mistyped path, and what of an unknown path is shown. */
#include "suites.h"

#include "engine/records/redact.h"
#include "engine/suggest.h"
#include "support/world.h"

#include <string.h>

static const struct {
    enum method method;
    const char *path;
    const char *suggestion; /* NULL: none */
} paths[] = {
    {POST, "/multi/login_with_pasword", "POST /multi/login_with_password"},
    {POST, "/multi/login-with-password", "POST /multi/login_with_password"},
    {POST, "/multi/login_with_password/", "POST /multi/login_with_password"},
    {POST, "/login_with_password", "POST /multi/login_with_password"},
    {POST, "/multi/v1/login_with_password", "POST /multi/login_with_password"},
    {GET, "/mlti/identities", "GET /multi/identities"},
    {GET, "/multi/identites", "GET /multi/identities"},
    {GET, "/multi/users/12/x", "GET /multi/users/{user_id}"},
    {PATCH, "/multi/user/12", "PATCH /multi/users/{user_id}"},
    {POST, "/multi/step_up/challenges/otp/SMS", "POST /multi/stepup/challenges/otp/{channel}"},
    {POST, "/customer/getCredentials", "POST /customer/1.0.0/getCredentials"},
    {POST, "/customer/1.0.0/getCredential", "POST /customer/1.0.0/getCredentials"},
    {GET, "/_sandgate/realm", "GET /_sandgate/realms"},
    {GET, "/multi/anything_else_entirely", NULL},
    {GET, "/multi/identifiers_of_mine", NULL},
    {POST, "/multi/login", NULL},
    {POST, "/multi/sends_of_money/7/cancel", NULL},
    {GET, "/multi/xx/yy/identities", NULL},
    {GET, "/multo/idantitias/x", NULL},
    {GET, "/robots.txt", NULL},
    {GET, "/x", NULL},
    {GET, "*", NULL},
    {GET, "", NULL},
};

START_TEST(proposes_only_a_path_that_is_near)
{
    struct arena arena = ARENA_EMPTY;
    const struct gateway gateway = {.registry = world_registry()};
    const struct request r = {.gateway = (struct gateway *) (uintptr_t) &gateway,
                              .arena = &arena,
                              .method = paths[_i].method,
                              .path = paths[_i].path};
    const char *suggestion = suggest_operation(&r);

    if (paths[_i].suggestion == NULL)
        ck_assert_msg(suggestion == NULL, "%s: %s", paths[_i].path, suggestion);
    else
        ck_assert_pstr_eq(suggestion, paths[_i].suggestion);
    arena_free(&arena);
}
END_TEST

/* It must not take longer for a path that somebody makes up. */
START_TEST(looks_at_a_long_path_only_as_far_as_it_is_near)
{
    struct arena arena = ARENA_EMPTY;
    const struct gateway gateway = {.registry = world_registry()};
    char path[16000] = "";

    for (size_t i = 0; i + 2 < sizeof path; i += 2)
        memcpy(path + i, "/a", 3);
    const struct request r = {
        .gateway = (struct gateway *) (uintptr_t) &gateway, .arena = &arena, .path = path};

    ck_assert_ptr_null(suggest_operation(&r));
    memset(path, 'a', sizeof path - 1);
    *path = '/';
    ck_assert_ptr_null(suggest_operation(&r));
    arena_free(&arena);
}
END_TEST

static const struct {
    const char *path;
    const char *shown;
} unknown_paths[] = {
    {"/multi/user/110000000000772987", "/multi/user/110000000000772987"},
    {"/multi/user/1", "/multi/user/1"},
    {"/multi/profiles/1001", "/multi/profiles/1001"},
    {"/customer/2.0/00000000-1111-4222-8333-123456789012",
     "/customer/2.0/00000000-1111-4222-8333-123456789012"},
    {"/multi/a-name_of.many~words-without-digits", "/multi/a-name_of.many~words-without-digits"},
    {"/multi/otp/123456", "/multi/otp/***"},
    {"/multi/otp/code=123456/verify", "/multi/otp/***/verify"},
    {"/multi/12345678", "/multi/***"},
    {"/simulate/api/okay/enrol/110000000000772987/kode/1234567890123456/link",
     "/simulate/api/okay/enrol/110000000000772987/kode/***/link"},
    {"/multi/api-l6gzm2nahzhpdqrzd72bjewfqkirlquu/x", "/multi/***/x"},
    {"/multi/eyJhbGciOiJFZERTQSJ9.eyJz.c2ln", "/multi/***"},
    {"/multi/4111111111111111", "/multi/***"},
    {"/multi/4111111111111111110", "/multi/***"},
    {"/multi/447700900100", "/multi/***"},
    {"/simulate/api/okay/enroll/110000000000772987/code/abcdefghijkl/link",
     "/simulate/api/okay/enroll/110000000000772987/code/***/link"},
    {"/simulate/api/okay/enroll/1/kode/abcd2efg3hij/link",
     "/simulate/api/okay/enroll/1/kode/***/link"},
    {"/multi/token/x", "/multi/token/***"},
    {"/multi/code/", "/multi/code/"},
    {"/", "/"},
    {"", ""},
};

START_TEST(hides_what_may_be_a_secret_in_an_unknown_path)
{
    struct arena arena = ARENA_EMPTY;

    ck_assert_str_eq(redacted_unknown_path(&arena, unknown_paths[_i].path),
                     unknown_paths[_i].shown);
    arena_free(&arena);
}
END_TEST

Suite *suggest_suite(void)
{
    const struct test tests[] = {
        {proposes_only_a_path_that_is_near, ARRAY_SIZE(paths)},
        {looks_at_a_long_path_only_as_far_as_it_is_near, 0},
        {hides_what_may_be_a_secret_in_an_unknown_path, ARRAY_SIZE(unknown_paths)},
    };

    return suite_of("suggest", tests, ARRAY_SIZE(tests));
}
