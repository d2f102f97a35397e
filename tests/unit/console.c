/* SPDX-License-Identifier: MIT */
/* What the console calls and loads is there: its scripts name paths, which nothing else checks. */
#include "suites.h"

#include "engine/router.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct world world;
static struct answer answer;

static int get(const char *path)
{
    const struct headers none = {.count = 0};

    answer_free(&answer);
    world_call(&world, "GET", path, &none, "", 0, &answer);
    return answer.status;
}

static void setup(void)
{
    world_open(&world, NULL);
}

static void teardown(void)
{
    answer_free(&answer);
    world_close(&world);
}

/* Copies what is quoted at `at`, and answers what follows it; NULL when nothing is. */
static const char *quoted(const char *at, char ret[static 200])
{
    const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;

    if (end == NULL)
        return NULL;
    snprintf(ret, 200, "%.*s", (int) (end - at) - 1, at + 1);
    return end + 1;
}

static bool is_operation(const char *method, const char *path)
{
    for (size_t i = 0; i < world_registry()->count; i++) {
        if (strcmp(method_names[world_registry()->operations[i].method], method) == 0 &&
            strcmp(world_registry()->operations[i].path, path) == 0)
            return true;
    }
    return false;
}

START_TEST(calls_nothing_but_operations)
{
    size_t calls = 0;

    setup();
    ck_assert_int_eq(get("/_sandgate/console/calls.js"), 200);
    for (const char *at = answer.body; (at = strstr(at, ": [\"")) != NULL; calls++) {
        char method[200];
        char path[200];

        at = quoted(at + strlen(": ["), method);
        ck_assert_ptr_nonnull(at);
        at = quoted(at + strspn(at, ", "), path);
        ck_assert_ptr_nonnull(at);
        ck_assert_msg(is_operation(method, path), "no operation %s %s", method, path);
    }
    ck_assert_uint_ge(calls, 20);
    teardown();
}
END_TEST

static const char *const scripts[] = {
    "/_sandgate/console/console.js",
    "/_sandgate/console/calls.js",
    "/_sandgate/console/cells.js",
    "/_sandgate/console/page.js",
};

/* All that is called stands in the one table: so the test above has seen it. */
START_TEST(calls_by_its_table_alone)
{
    size_t fetches = 0;

    setup();
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
        ck_assert_int_eq(get(scripts[i]), 200);
        for (const char *at = answer.body; (at = strstr(at, "fetch(")) != NULL; at++)
            fetches++;
        if (strcmp(scripts[i], "/_sandgate/console/calls.js") != 0)
            ck_assert_msg(strstr(answer.body, "/_sandgate") == NULL, "%s has a path", scripts[i]);
    }
    ck_assert_uint_eq(fetches, 1);
    teardown();
}
END_TEST

/* What is quoted behind `mark`, which ends in a quote, in a file is another file of the folder. */
static size_t files_behind(const char *file, const char *mark, const char *folder)
{
    char *text;
    size_t count = 0;

    ck_assert_int_eq(get(file), 200);
    text = strdup(answer.body);
    for (const char *at = text; (at = strstr(at, mark)) != NULL; count++) {
        char name[200];
        char path[400];

        at += strlen(mark) - 1;
        ck_assert_ptr_nonnull(quoted(at, name));
        snprintf(path, sizeof path, "%s%s", folder, name + (strncmp(name, "./", 2) == 0 ? 2 : 0));
        ck_assert_msg(get(path) == 200, "%s wants %s", file, path);
    }
    free(text);
    return count;
}

START_TEST(loads_nothing_but_its_files)
{
    setup();
    ck_assert_uint_eq(files_behind("/_sandgate/", "src=\"", "/_sandgate/"), 1);
    ck_assert_uint_eq(files_behind("/_sandgate/", "rel=\"stylesheet\" href=\"", "/_sandgate/"), 1);
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++)
        files_behind(scripts[i], "from \"", "/_sandgate/console/");
    teardown();
}
END_TEST

START_TEST(is_named_by_an_index_that_names_what_is_there)
{
    const char *name;
    json_t *path;
    size_t paths = 0;

    setup();
    ck_assert_int_eq(get("/"), 200);
    json_t *index = json_incref(answer.json);

    json_object_foreach(index, name, path)
    {
        const char *text = json_string_value(path);

        if (text == NULL || *text != '/')
            continue;
        ck_assert_msg(get(text) == 200, "%s: no %s", name, text);
        paths++;
    }
    ck_assert_uint_ge(paths, 9);
    json_decref(index);
    teardown();
}
END_TEST

Suite *console_suite(void)
{
    const struct test tests[] = {
        {calls_nothing_but_operations, 0},
        {calls_by_its_table_alone, 0},
        {loads_nothing_but_its_files, 0},
        {is_named_by_an_index_that_names_what_is_there, 0},
    };

    return suite_of("console", tests, ARRAY_SIZE(tests));
}
