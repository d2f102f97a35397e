/* SPDX-License-Identifier: MIT */
/*
 * Templates of paths ("/multi/users/{user_id}") as a tree by segment: which of them a path may be.
 * A parameter stands for a whole segment.
 */
#ifndef ENGINE_ROUTES_H
#define ENGINE_ROUTES_H

#include <stddef.h>
#include <stdint.h>

struct routes;

/* Never NULL; given back by routes_free. */
struct routes *routes_new(void);
void routes_free(struct routes *routes);

/* Adds a row, whose number is larger than those before it. The template must outlive the tree. */
void routes_add(struct routes *routes, const char *template, size_t row);

/* The first row from `from` on whose template fits the path, by its segments alone; NO_ROW: none. */
#define NO_ROW SIZE_MAX
size_t routes_next(const struct routes *routes, const char *path, size_t from);

#endif
