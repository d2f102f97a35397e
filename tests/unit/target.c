/* SPDX-License-Identifier: MIT */
/* Targets: path, query, absolute URLs, and what is malformed. */
#include "suites.h"

#include "base/text.h"
#include "http/target.h"

#include <string.h>

static struct arena arena;

static const struct {
    const char *target;
    const char *path;
    const char *authority; /* NULL: none */
    const char *query;     /* the members as "a=1;b=2;" */
} targets[] = {
    {"/multi/identities", "/multi/identities", NULL, ""},
    {"/a?", "/a", NULL, ""},
    {"/a?b=1", "/a", NULL, "b=1;"},
    {"/a?b=1&c=2", "/a", NULL, "b=1;c=2;"},
    {"/a?&b=1&&c=2&", "/a", NULL, "b=1;c=2;"},
    {"/a?b", "/a", NULL, "b=;"},
    {"/a?b=", "/a", NULL, "b=;"},
    {"/a?=1", "/a", NULL, "=1;"},
    {"/a?b=1=2", "/a", NULL, "b=1=2;"},
    {"/a?b=1?c=2", "/a", NULL, "b=1?c=2;"},
    {"/a?b=1&b=2", "/a", NULL, "b=1;b=2;"},
    {"/a?li%6Dit=%31+2", "/a", NULL, "limit=1 2;"},
    {"/a?b%26c=d%3De", "/a", NULL, "b&c=d=e;"},
    {"/a?b=%zz%41", "/a", NULL, "b=%zz%41;"},
    {"/a%2Fb/%63", "/a%2Fb/c", NULL, ""},
    {"*", "*", NULL, ""},
    {"http://h/a", "/a", "h", ""},
    {"HTTP://h:8080/a?b=1", "/a", "h:8080", "b=1;"},
    {"https://[::1]:1/", "/", "[::1]:1", ""},
    {"http://h", "/", "h", ""},
    {"http://h?b=1", "/", "h", "b=1;"},
};

static const char *members_of(const struct pairs *query)
{
    struct text t = TEXT_IN(&arena);

    for (size_t i = 0; i < query->count; i++) {
        ck_assert_uint_eq(query->items[i].length, strlen(query->items[i].value));
        text_format(&t, "%s=%s;", query->items[i].name, query->items[i].value);
    }
    return text_string(&t);
}

START_TEST(splits_a_target)
{
    const struct target target = target_parse(&arena, targets[_i].target);

    ck_assert_ptr_null(target.why);
    ck_assert_str_eq(target.path, targets[_i].path);
    ck_assert_pstr_eq(target.authority, targets[_i].authority);
    ck_assert_str_eq(members_of(&target.query), targets[_i].query);
    arena_free(&arena);
}
END_TEST

static const char *const malformed[] = {
    "",        "a",           "a/b",         "h:443",          "ftp://h/a",    "http:///a",
    "http://", "http://u@h/", "http://h:x/", "http://[::1/",   "http://[]/",   "/a b",
    "/a\tb",   "/a#b",        "/a?b#c",      "/a\x01",         "/a\x7f",       "/\xc3\xab",
    "/a?\xc3", "http://h /",  "http://h\\/", "http://h/a\x02", "//\x80",       "http://:80/",
    "**",      "http:/h/a",   "https//h",    "/a?b=\x1f",      "http://h#a/b",
};

START_TEST(refuses_a_malformed_target)
{
    const struct target target = target_parse(&arena, malformed[_i]);

    ck_assert_ptr_nonnull(target.why);
    ck_assert_ptr_nonnull(target.path);
    arena_free(&arena);
}
END_TEST

Suite *target_suite(void)
{
    const struct test tests[] = {
        {splits_a_target, ARRAY_SIZE(targets)},
        {refuses_a_malformed_target, ARRAY_SIZE(malformed)},
    };

    return suite_of("target", tests, ARRAY_SIZE(tests));
}
