/* SPDX-License-Identifier: MIT */
/* Globs, and how much the journals keep. */
#include "suites.h"

#include "api/families.h"
#include "api/gateway.h"
#include "api/request.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *glob;
    const char *text;
    bool matches;
} globs[] = {
    {"/multi/login", "/multi/login", true},
    {"/multi/login", "/multi/login_with_password", false},
    {"/multi/login", "/multi", false},
    {"/multi/*", "/multi/login", true},
    {"/multi/*", "/multi/a/b/c", true},
    {"/multi/*", "/multi", false},
    {"*", "", true},
    {"", "", true},
    {"", "a", false},
    {"*/create", "/multi/passwords/1/create", true},
    {"*/create", "/multi/create/create_it", false},
    {"/a*b*c", "/aXbYbZc", true},
    {"/a*b*c", "/aXbYbZ", false},
    {"/?", "/a", true},
    {"/?", "/", false},
    {"**a**", "a", true},
    /* exponential for a matcher that tries every star anew */
    {"*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
};

START_TEST(matches_a_glob)
{
    ck_assert_int_eq(glob_matches(globs[_i].glob, globs[_i].text), globs[_i].matches);
}
END_TEST

static void record(struct gateway *g, struct realm *realm, struct arena *a, char *body, size_t size)
{
    struct request r = {.gateway = g,
                        .family = &multi_family,
                        .realm = realm,
                        .path = "/multi/any",
                        .body = body,
                        .body_length = size,
                        .reply = {.status = 200, .body = TEXT_IN(a)}};

    journal_record(&r, 0);
}

/* Realms share what memory there is: the oldest of all goes first. */
START_TEST(forgets_the_oldest_of_all_when_memory_is_short)
{
    enum { SIZE = 16 << 10, COUNT = 4200 };
    static const size_t most = (size_t) 64 << 20;
    struct gateway g = {.ready = true};
    struct realm quiet = {.id = 1, .settings.journal_size = 100000};
    struct realm busy = {.id = 2, .settings.journal_size = 100000};
    struct arena arena = ARENA_EMPTY;
    char *body = malloc(SIZE);

    memset(body, 'a', SIZE);
    journals_init(&g.journals);
    journal_init(&quiet.journal);
    journal_init(&busy.journal);
    record(&g, &quiet, &arena, body, SIZE);
    for (size_t i = 0; i < COUNT; i++) {
        record(&g, &busy, &arena, body, SIZE);
        ck_assert_uint_le(g.journals.bytes, most);
    }
    ck_assert_uint_eq(quiet.journal.count, 0);
    ck_assert_int_eq(quiet.journal.dropped, 1);
    ck_assert_uint_gt(busy.journal.count, 3900);
    ck_assert_int_eq((int64_t) busy.journal.count + busy.journal.dropped, COUNT);
    journal_clear(&g.journals, &busy.journal);
    ck_assert_uint_eq(g.journals.bytes, 0);
    journals_free(&g.journals);
    free(body);
    arena_free(&arena);
}
END_TEST

Suite *journal_suite(void)
{
    const struct test tests[] = {
        {matches_a_glob, ARRAY_SIZE(globs)},
        {forgets_the_oldest_of_all_when_memory_is_short, 0},
    };

    return suite_of("journal", tests, ARRAY_SIZE(tests));
}
