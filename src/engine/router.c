/* SPDX-License-Identifier: MIT */
/*
 * Finds the operation of a method and a path. The tree (routes.h) returns the rows that may match, in
 * the order of the table; the first that matches with the method is used. Start reading at find().
 */
#include "engine/router.h"

#include "base/encode.h"
#include "routes.h"

#include <string.h>

/* "" and "%20" are not accepted as the last segment; a realm's name may be "%20". */
static bool is_blank_segment(const struct family *family, const char *segment)
{
    while (!family->is_control && strncmp(segment, "%20", 3) == 0)
        segment += 3;
    return *segment == '\0';
}

struct span {
    const char *name;
    size_t name_length;
    const char *value;
    size_t length;
};

/* Sets `spans` to the parameters of the path and returns their number, or -1 without a match. */
static int match(const struct family *family, const struct operation *operation, const char *path,
                 struct span spans[PARAMETERS_MAX])
{
    const char *template = operation->path;
    int count = 0;

    while (*template != '\0') {
        if (*template != '{') {
            if (*template ++ != *path++)
                return -1;
            continue;
        }
        size_t length = strcspn(path, "/");
        size_t name = strcspn(template, "}");

        if (path[length] == '\0' && is_blank_segment(family, path) &&
            !operation->empty_is_wrong_method)
            return -1;
        spans[count++] = (struct span){template + 1, name - 1, path, length};
        template += name + 1;
        path += length;
    }
    return *path == '\0' ? count : -1;
}

static bool has_empty(const struct span *spans, int count)
{
    while (count > 0 && spans[count - 1].length > 0)
        count--;
    return count > 0;
}

/* A parameter with an invalid percent-encoding is used undecoded: no rule accepts it. */
static void take_parameters(struct request *r, const struct span *spans, int count)
{
    for (int i = 0; i < count; i++) {
        char *value = percent_decode(r->arena, spans[i].value, spans[i].length, false);

        if (value == NULL)
            value = arena_textn(r->arena, spans[i].value, spans[i].length);
        r->parameter_items[i] = (struct pair){
            .name = arena_textn(r->arena, spans[i].name, spans[i].name_length),
            .value = value,
            .length = strlen(value),
        };
    }
    r->parameters = (struct pairs){.items = r->parameter_items, .count = (size_t) count};
}

static void allow(struct request *r, enum method method)
{
    const char *name = method_names[method];

    if (r->allowed == NULL)
        r->allowed = name;
    else if (strstr(r->allowed, name) == NULL)
        r->allowed = arena_printf(r->arena, "%s, %s", r->allowed, name);
}

static bool takes_method(const struct operation *operation, enum method method)
{
    return operation->method == (method == HEAD ? GET : method);
}

static bool is_wrong_if_empty(const struct family *family, const struct operation *operation)
{
    return family->empty_is_wrong_method || operation->empty_is_wrong_method;
}

/* Sets the operation. True: none matches, and the path must be searched without empty segments. */
static bool find(struct request *r, const char *path)
{
    const struct registry *registry = r->gateway->registry;
    struct span spans[PARAMETERS_MAX];
    bool collapses = false;

    for (size_t i = routes_next(registry->routes, path, 0); i != NO_ROW;
         i = routes_next(registry->routes, path, i + 1)) {
        const struct operation *operation = &registry->operations[i];
        int count = match(r->family, operation, path, spans);

        if (count < 0)
            continue;
        if (operation->collapses && has_empty(spans, count)) {
            collapses = true;
            continue;
        }
        if (takes_method(operation, r->method) &&
            !(is_wrong_if_empty(r->family, operation) && has_empty(spans, count))) {
            r->operation = operation;
            take_parameters(r, spans, count);
            return false;
        }
        allow(r, operation->method);
    }
    return collapses;
}

static const char *collapsed(struct arena *a, const char *path)
{
    char *copy = arena_text(a, path);
    char *end = copy;

    for (const char *c = path; *c != '\0'; c++) {
        if (c[0] != '/' || c[1] != '/')
            *end++ = *c;
    }
    *end = '\0';
    return copy;
}

static void find_at(struct request *r, const char *path)
{
    r->family = registry_family(r->gateway->registry, path);
    if (find(r, path))
        find(r, collapsed(r->arena, path));
}

void router_find(struct request *r)
{
    find_at(r, r->path);
    const char *alias = r->operation == NULL && r->allowed == NULL
                            ? registry_alias(r->gateway->registry, r->path)
                            : NULL;

    if (alias != NULL)
        find_at(r, alias);
}
