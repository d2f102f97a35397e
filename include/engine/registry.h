/* SPDX-License-Identifier: MIT */
/* All families, operations and kinds of timed work, collected from the modules at the start. */
#ifndef ENGINE_REGISTRY_H
#define ENGINE_REGISTRY_H

#include "engine/due.h"
#include "engine/family.h"

/* The tables of a module: lists ended by NULL, or NULL if empty. */
struct module {
    const char *name;
    const struct family *const *families;
    const struct operation *const *operations; /* arrays ended by END_OF_OPERATIONS */
    const struct due_kind *const *due_kinds;
};

struct registry {
    const struct family **families;    /* ended by NULL */
    struct operation *operations;      /* with index and family; ended by END_OF_OPERATIONS */
    size_t count;                      /* of the operations */
    const struct due_kind **due_kinds; /* ended by NULL */
    struct routes *routes;             /* of the paths, by index (router.h) */
};

/*
 * Copies the rows of the modules, a list ended by NULL, in its order. The first family with a matching
 * prefix has the path. So a longer prefix must come before a shorter one that it begins with, and
 * the last family must match every path. Free it with registry_free.
 */
void registry_make(struct registry *ret, const struct module *const *modules);
void registry_free(struct registry *registry);

/* The family of a path: the first with a matching prefix. */
const struct family *registry_family(const struct registry *registry, const char *path);

/* The path that a path with an ending of a family's aliases stands for; NULL: it has none. */
const char *registry_alias(const struct registry *registry, const char *path);

/* The last row of that name (an operation may have several paths), or NULL. */
const struct operation *registry_named(const struct registry *registry, const char *name);

/*
 * The unique id of an operation in documents and metrics: its name, followed by its path if an earlier
 * row has the same name. The text is in the arena, or is the operation's name itself.
 */
const char *registry_operation_id(const struct registry *registry, struct arena *a,
                                  const struct operation *operation);

#endif
