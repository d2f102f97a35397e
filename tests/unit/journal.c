/* SPDX-License-Identifier: MIT */
/* Globs, and how much the journals keep. */
#include "suites.h"

#include "base/glob.h"
#include "engine/gateway.h"
#include "engine/records/recording.h"
#include "engine/request.h"
#include "support/world.h"
#include "weavr/module.h"

#include <stdio.h>
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

    snprintf(r.reference, sizeof r.reference, "%llu", (unsigned long long) g->journals.recorded);
    recording_add(&r, 0);
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

static size_t list_page(struct world *world, const char *before, char *ret_last, size_t size,
                        bool *ret_more)
{
    const struct headers none = {.count = 0};
    struct answer answer;
    char path[200];

    snprintf(path, sizeof path, "/_sandgate/realms/default/requests?limit=10000%s%s",
             before[0] == '\0' ? "" : "&before=", before);
    world_call(world, "GET", path, &none, "", 0, &answer);
    const json_t *list = json_object_get(answer.json, "requests");
    size_t count = json_array_size(list);

    ck_assert_uint_gt(count, 0);
    ck_assert_uint_lt(strlen(answer.body), (size_t) 6 << 20);
    snprintf(ret_last, size, "%s",
             json_string_value(json_object_get(json_array_get(list, count - 1), "id")));
    *ret_more = json_is_true(json_object_get(answer.json, "more"));
    answer_free(&answer);
    return count;
}

/* However much there is, the loop is not kept from others for long. */
START_TEST(lists_a_large_journal_in_parts)
{
    enum { SIZE = 16 << 10, COUNT = 600 };
    struct world world;
    struct arena arena = ARENA_EMPTY;
    char *body = malloc(SIZE);
    char last[40] = "";
    size_t listed = 0;
    size_t parts = 0;
    bool more = true;

    memset(body, 'a', SIZE);
    world_open(&world, NULL);
    for (size_t i = 0; i < COUNT; i++)
        record(&world.gateway, world.gateway.realms.first, &arena, body, SIZE);
    for (; more; parts++)
        listed += list_page(&world, last, last, sizeof last, &more);
    ck_assert_uint_eq(listed, COUNT);
    ck_assert_uint_gt(parts, 1);
    world_close(&world);
    free(body);
    arena_free(&arena);
}
END_TEST

Suite *journal_suite(void)
{
    const struct test tests[] = {
        {matches_a_glob, ARRAY_SIZE(globs)},
        {forgets_the_oldest_of_all_when_memory_is_short, 0},
        {lists_a_large_journal_in_parts, 0},
    };

    return suite_of("journal", tests, ARRAY_SIZE(tests));
}
