/* SPDX-License-Identifier: MIT */
/*
 * Collects the tables of the modules in arrays when the program starts. Rows are copied, numbered in
 * the order of the modules, and linked to their families. The registry doesn't change afterwards.
 */
#include "engine/registry.h"

#include "base/memory.h"
#include "routes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of rows, of one module or of all. */
struct counts {
    size_t families;
    size_t operations;
    size_t due_kinds;
};

static void count(const struct module *module, struct counts *counts)
{
    for (const struct family *const *f = module->families; f != NULL && *f != NULL; f++)
        counts->families++;
    for (const struct operation *const *rows = module->operations; rows != NULL && *rows != NULL;
         rows++) {
        for (const struct operation *row = *rows; row->name != NULL; row++)
            counts->operations++;
    }
    for (const struct due_kind *const *k = module->due_kinds; k != NULL && *k != NULL; k++)
        counts->due_kinds++;
}

static bool has_prefix(const char *path, const char *prefix)
{
    size_t length = strlen(prefix);

    if (strncmp(path, prefix, length) != 0)
        return false;
    return length == 0 || prefix[length - 1] == '/' || path[length] == '/' || path[length] == '\0';
}

const struct family *registry_family(const struct registry *registry, const char *path)
{
    /* the last family has the empty prefix */
    for (size_t i = 0;; i++) {
        for (const char *const *p = registry->families[i]->prefixes; *p != NULL; p++) {
            if (has_prefix(path, *p))
                return registry->families[i];
        }
    }
}

static bool ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path);

    return length >= strlen(ending) && strcmp(path + length - strlen(ending), ending) == 0;
}

const char *registry_alias(const struct registry *registry, const char *path)
{
    for (const struct family *const *f = registry->families; *f != NULL; f++) {
        for (const struct path_alias *a = (*f)->aliases; a != NULL && a->ending != NULL; a++) {
            if (ends_with(path, a->ending))
                return a->path;
        }
    }
    return NULL;
}

/* Must be complete before operations are added, which look up their family. */
static void add_families(struct registry *registry, const struct module *module, size_t *at)
{
    for (const struct family *const *f = module->families; f != NULL && *f != NULL; f++)
        registry->families[(*at)++] = *f;
}

static void add_operation(struct registry *registry, const struct operation *row)
{
    struct operation *copy = &registry->operations[registry->count];

    *copy = *row;
    copy->index = registry->count++;
    copy->family = registry_family(registry, copy->path);
    routes_add(registry->routes, copy->path, copy->index);
}

static void add_operations(struct registry *registry, const struct module *module)
{
    for (const struct operation *const *rows = module->operations; rows != NULL && *rows != NULL;
         rows++) {
        for (const struct operation *row = *rows; row->name != NULL; row++)
            add_operation(registry, row);
    }
}

static void add_due_kinds(struct registry *registry, const struct module *module, size_t *at)
{
    for (const struct due_kind *const *k = module->due_kinds; k != NULL && *k != NULL; k++)
        registry->due_kinds[(*at)++] = *k;
}

void registry_make(struct registry *ret, const struct module *const *modules)
{
    struct counts all = {.families = 0};
    struct counts added = {.families = 0};

    for (const struct module *const *m = modules; *m != NULL; m++)
        count(*m, &all);
    *ret = (struct registry){
        .families = memory_zeroed(all.families + 1, sizeof(const struct family *)),
        .operations = memory_zeroed(all.operations + 1, sizeof *ret->operations),
        .due_kinds = memory_zeroed(all.due_kinds + 1, sizeof(const struct due_kind *)),
        .routes = routes_new(),
    };
    for (const struct module *const *m = modules; *m != NULL; m++) {
        add_families(ret, *m, &added.families);
        add_due_kinds(ret, *m, &added.due_kinds);
    }
    for (const struct module *const *m = modules; *m != NULL; m++)
        add_operations(ret, *m);
}

void registry_free(struct registry *registry)
{
    free(registry->families);
    free(registry->operations);
    free(registry->due_kinds);
    routes_free(registry->routes);
    *registry = (struct registry){.count = 0};
}

const struct operation *registry_named(const struct registry *registry, const char *name)
{
    for (size_t i = registry->count; i > 0; i--) {
        if (strcmp(registry->operations[i - 1].name, name) == 0)
            return &registry->operations[i - 1];
    }
    return NULL;
}

const char *registry_operation_id(const struct registry *registry, struct arena *a,
                                  const struct operation *operation)
{
    const struct operation *first = registry->operations;

    while (strcmp(first->name, operation->name) != 0)
        first++;
    if (first == operation)
        return operation->name;
    char *id = arena_printf(a, "%s%s", operation->name, operation->path);

    for (char *c = id; *c != '\0'; c++) {
        if (!isalnum((unsigned char) *c))
            *c = '_';
    }
    return id;
}
