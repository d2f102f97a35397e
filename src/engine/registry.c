/* SPDX-License-Identifier: MIT */
/* Gathering the operations of the modules. */
#include "engine/registry.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL)
        abort();
    return memory;
}

static size_t count_families(const struct module *module)
{
    size_t count = 0;

    while (module->families[count] != NULL)
        count++;
    return count;
}

static size_t count_operations(const struct module *module)
{
    size_t count = 0;

    for (const struct operation *const *rows = module->operations; *rows != NULL; rows++) {
        for (const struct operation *row = *rows; row->name != NULL; row++)
            count++;
    }
    return count;
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

static void add_operations(struct registry *registry, const struct module *module)
{
    for (const struct operation *const *rows = module->operations; *rows != NULL; rows++) {
        for (const struct operation *row = *rows; row->name != NULL; row++) {
            struct operation *copy = &registry->operations[registry->count];

            *copy = *row;
            copy->index = registry->count++;
            copy->family = registry_family(registry, copy->path);
        }
    }
}

void registry_make(struct registry *ret, const struct module *const *modules)
{
    size_t families = 0;
    size_t operations = 0;

    for (const struct module *const *m = modules; *m != NULL; m++) {
        families += count_families(*m);
        operations += count_operations(*m);
    }
    *ret = (struct registry){
        .families = allocate(families + 1, sizeof(const struct family *)),
        .operations = allocate(operations + 1, sizeof *ret->operations),
    };
    families = 0;
    for (const struct module *const *m = modules; *m != NULL; m++) {
        for (size_t i = 0; i < count_families(*m); i++)
            ret->families[families++] = (*m)->families[i];
    }
    for (const struct module *const *m = modules; *m != NULL; m++)
        add_operations(ret, *m);
}

void registry_free(struct registry *registry)
{
    free(registry->families);
    free(registry->operations);
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
