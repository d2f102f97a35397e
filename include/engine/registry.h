/* SPDX-License-Identifier: MIT */
/* All operations of the program, and what happens by itself, gathered from its modules when it starts. */
#ifndef ENGINE_REGISTRY_H
#define ENGINE_REGISTRY_H

#include "engine/due.h"
#include "engine/family.h"

/* A part of the program and what it brings along: lists ended by NULL; NULL for an empty one. */
struct module {
    const char *name;
    const struct family *const *families;
    const struct operation *const *operations; /* arrays ended by END_OF_OPERATIONS */
    const struct due_kind *const *due_kinds;
};

struct registry {
    const struct family **families;    /* ended by NULL */
    struct operation *operations;      /* each with its index and its family; ended as a table is */
    size_t count;                      /* of the operations */
    const struct due_kind **due_kinds; /* ended by NULL */
    struct routes *routes;             /* of the paths, by index (router.h) */
};

/*
 * Copies the rows of the modules, a list ended by NULL, in its order. Of two families with a
 * fitting prefix the first has the path: where one prefix is the beginning of another, the longer
 * comes first, and the last family takes every path. registry_free gives the memory back.
 */
void registry_make(struct registry *ret, const struct module *const *modules);
void registry_free(struct registry *registry);

/* The family of a path: the first with a fitting prefix. */
const struct family *registry_family(const struct registry *registry, const char *path);

/* The last operation of that name; NULL for none. An operation may have several paths. */
const struct operation *registry_named(const struct registry *registry, const char *name);

/*
 * What documents and figures call an operation: its name, with the path behind it where an earlier
 * operation has the same name. No two are alike. The text is in the arena, or the operation's name.
 */
const char *registry_operation_id(const struct registry *registry, struct arena *a,
                                  const struct operation *operation);

#endif
