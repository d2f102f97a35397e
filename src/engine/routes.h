/* SPDX-License-Identifier: MIT */
/*
 * A tree of path templates ("/multi/users/{user_id}") by segment, to find those that may match a path.
 * A parameter is always a whole segment.
 */
#ifndef ENGINE_ROUTES_H
#define ENGINE_ROUTES_H

#include <stddef.h>
#include <stdint.h>

struct routes;

/* Never NULL; freed by routes_free. */
struct routes *routes_new(void);
void routes_free(struct routes *routes);

/* Adds a row. Numbers of rows must increase, and the template must outlive the tree. */
void routes_add(struct routes *routes, const char *template, size_t row);

/* The first row from `from` on whose template has the segments of the path; NO_ROW: none. */
#define NO_ROW SIZE_MAX
size_t routes_next(const struct routes *routes, const char *path, size_t from);

#endif
