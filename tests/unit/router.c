/* SPDX-License-Identifier: MIT */
/* Paths to operations, by a toy table. */
#include "suites.h"

#include "engine/router.h"
#include "support/world.h"

#include <string.h>

static const char *const toy_prefixes[] = {"/toy", "/other/toy", NULL};
static const char *const rest_prefixes[] = {"", NULL};

static const struct family toys = {.name = "toys", .prefixes = toy_prefixes};
static const struct family rest = {.name = "rest", .prefixes = rest_prefixes};
static const struct family *const toy_families[] = {&toys, &rest, NULL};

static const struct operation table[] = {
    {.name = "root", .method = GET, .path = "/"},
    {.name = "list", .method = GET, .path = "/toy"},
    {.name = "create", .method = POST, .path = "/toy"},
    {.name = "get", .method = GET, .path = "/toy/{id}"},
    {.name = "delete", .method = DELETE, .path = "/toy/{id}"},
    {.name = "fixed", .method = POST, .path = "/toy/fixed"},
    {.name = "parts", .method = GET, .path = "/toy/{id}/parts/{part}"},
    {.name = "accept", .method = POST, .path = "/toy/{id}/accept"},
    {.name = "invite", .method = POST, .path = "/toy/{id}/invite", .collapses = true},
    END_OF_OPERATIONS,
};
static const struct operation *const tables[] = {table, NULL};
static const struct module toy_module = {
    .name = "toys", .families = toy_families, .operations = tables};

static const struct {
    enum method method;
    const char *path;
    const char *operation;  /* NULL: none */
    const char *allowed;    /* NULL: the path is unknown */
    const char *parameters; /* "name=value " for each */
} routes[] = {
    {GET, "/", "root", NULL, ""},
    {GET, "/toy", "list", NULL, ""},
    {POST, "/toy", "create", NULL, ""},
    {GET, "/toy/7", "get", NULL, "id=7 "},
    {DELETE, "/toy/7", "delete", NULL, "id=7 "},
    {GET, "/toy/7/parts/wheel", "parts", NULL, "id=7 part=wheel "},
    {POST, "/toy/7/accept", "accept", NULL, "id=7 "},
    /* the first row that fits the method wins */
    {POST, "/toy/fixed", "fixed", NULL, ""},
    {GET, "/toy/fixed", "get", NULL, "id=fixed "},
    {PUT, "/toy/fixed", NULL, "GET, DELETE, POST", ""},
    /* a fixed segment that leads nowhere is a parameter all the same */
    {POST, "/toy/fixed/accept", "accept", NULL, "id=fixed "},
    {GET, "/toy/fixed/parts/fixed", "parts", NULL, "id=fixed part=fixed "},
    /* a row may take an empty parameter for none */
    {POST, "/toy/7/invite", "invite", NULL, "id=7 "},
    {GET, "/toy//invite", "get", NULL, "id=invite "},
    {POST, "/toy//invite", NULL, "GET, DELETE", ""},
    /* parameters are decoded, each alone; what is not well encoded stays as it came */
    {GET, "/toy/a%20b", "get", NULL, "id=a b "},
    {GET, "/toy/a%2Fparts", "get", NULL, "id=a/parts "},
    {GET, "/toy/a+b", "get", NULL, "id=a+b "},
    {GET, "/toy/%zz", "get", NULL, "id=%zz "},
    {GET, "/toy/%00", "get", NULL, "id=%00 "},
    /* an empty last segment is no parameter; an empty inner one is */
    {GET, "/toy/", NULL, NULL, ""},
    {POST, "/toy//accept", "accept", NULL, "id= "},
    {GET, "/toy//parts/x", "parts", NULL, "id= part=x "},
    {GET, "/toy/7/parts/", NULL, NULL, ""},
    /* the method is wrong */
    {PUT, "/toy", NULL, "GET, POST", ""},
    {PATCH, "/toy/7", NULL, "GET, DELETE", ""},
    {DELETE, "/", NULL, "GET", ""},
    {OPTIONS, "/toy", NULL, "GET, POST", ""},
    {OTHER_METHOD, "/toy/7/accept", NULL, "POST", ""},
    /* the path is unknown */
    {GET, "/to", NULL, NULL, ""},
    {GET, "/toys", NULL, NULL, ""},
    {GET, "/Toy", NULL, NULL, ""},
    {GET, "//toy", NULL, NULL, ""},
    {GET, "/toy/7/", NULL, NULL, ""},
    {GET, "/toy/7/parts", NULL, NULL, ""},
    {GET, "/toy/7/parts/a/b", NULL, NULL, ""},
    {GET, "", NULL, NULL, ""},
};

static struct arena arena;
static struct registry registry;
static struct gateway gateway = {.registry = &registry};

static struct request route(enum method method, const char *path)
{
    const struct module *const toys_alone[] = {&toy_module, NULL};
    struct request r = {.gateway = &gateway, .arena = &arena, .method = method, .path = path};

    registry_make(&registry, toys_alone);
    router_find(&r);
    return r;
}

START_TEST(finds_the_operation_of_a_method_and_path)
{
    struct request r = route(routes[_i].method, routes[_i].path);
    struct text found = TEXT_IN(&arena);

    ck_assert_pstr_eq(r.operation == NULL ? NULL : r.operation->name, routes[_i].operation);
    if (r.operation == NULL)
        ck_assert_pstr_eq(r.allowed, routes[_i].allowed);
    /* they stood in the request that was copied */
    for (size_t i = 0; i < r.parameters.count; i++)
        text_format(&found, "%s=%s ", r.parameter_items[i].name, r.parameter_items[i].value);
    ck_assert_str_eq(text_string(&found), routes[_i].parameters);
    arena_free(&arena);
    registry_free(&registry);
}
END_TEST

/* Whether the path has the template's segments, where a parameter stands for any. */
static bool fits(const char *template, const char *path)
{
    size_t length = strcspn(template, "/");
    size_t other = strcspn(path, "/");

    if (*template != '{' && (length != other || strncmp(template, path, length) != 0))
        return false;
    if (template[length] == '\0' || path[other] == '\0')
        return template[length] == path[other];
    return fits(template + length + 1, path + other + 1);
}

/* The first of the program's rows that takes the method and fits, found by looking at all of them. */
static const struct operation *scan(enum method method, const char *path)
{
    const struct registry *all = world_registry();

    for (size_t i = 0; i < all->count; i++) {
        if (all->operations[i].method == (method == HEAD ? GET : method) &&
            fits(all->operations[i].path, path))
            return &all->operations[i];
    }
    return NULL;
}

/* The template with a value for each parameter. */
static const char *path_like(const char *template)
{
    struct text t = TEXT_IN(&arena);

    while (*template != '\0') {
        if (*template == '{') {
            text_add(&t, "x7");
            template += strcspn(template, "}") + 1;
        } else {
            text_char(&t, *template ++);
        }
    }
    return text_string(&t);
}

START_TEST(finds_what_a_scan_of_all_rows_finds)
{
    const struct registry *all = world_registry();
    struct gateway g = {.registry = all};

    for (size_t i = 0; i < all->count * METHODS_COUNT; i++) {
        struct request r = {.gateway = &g,
                            .arena = &arena,
                            .method = (enum method)(i % METHODS_COUNT),
                            .path = path_like(all->operations[i / METHODS_COUNT].path)};

        router_find(&r);
        ck_assert_msg(r.operation == scan(r.method, r.path), "%s %s", method_names[r.method],
                      r.path);
    }
    arena_free(&arena);
}
END_TEST

static const struct {
    const char *path;
    const struct family *family;
} owners[] = {
    {"/toy", &toys},        {"/toy/", &toys},  {"/toy/x/y", &toys}, {"/other/toy/x", &toys},
    {"/toyish", &rest},     {"/", &rest},      {"", &rest},         {"/other", &rest},
    {"/other/toys", &rest}, {"/x/toy", &rest},
};

START_TEST(gives_each_path_to_a_family)
{
    struct request r = route(GET, owners[_i].path);

    ck_assert_str_eq(r.family->name, owners[_i].family->name);
    arena_free(&arena);
    registry_free(&registry);
}
END_TEST

Suite *router_suite(void)
{
    const struct test tests[] = {
        {finds_the_operation_of_a_method_and_path, ARRAY_SIZE(routes)},
        {finds_what_a_scan_of_all_rows_finds, 0},
        {gives_each_path_to_a_family, ARRAY_SIZE(owners)},
    };

    return suite_of("router", tests, ARRAY_SIZE(tests));
}
