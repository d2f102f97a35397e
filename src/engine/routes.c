/* SPDX-License-Identifier: MIT */
/* A node for each segment. The named children of a node are sorted, for a binary search. */
#include "routes.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

struct routes {
    const char
        *segment; /* part of a template, not NUL-terminated; unused in parameters and the root */
    size_t length;
    struct routes **named;
    size_t named_count;
    struct routes *parameter; /* NULL: none here */
    size_t *rows;             /* rows whose templates end here, ascending */
    size_t rows_count;
};

struct routes *routes_new(void)
{
    return memory_zeroed(1, sizeof(struct routes));
}

void routes_free(struct routes *routes)
{
    if (routes == NULL)
        return;
    for (size_t i = 0; i < routes->named_count; i++)
        routes_free(routes->named[i]);
    routes_free(routes->parameter);
    free(routes->named);
    free(routes->rows);
    free(routes);
}

static size_t segment_length(const char *path)
{
    return (size_t) (strchrnul(path, '/') - path);
}

static int compare(const struct routes *node, const char *segment, size_t length)
{
    if (node->length != length)
        return node->length < length ? -1 : 1;
    return memcmp(node->segment, segment, length);
}

/* The index of the segment among the named children, or where to insert it. */
static size_t place_of(const struct routes *parent, const char *segment, size_t length)
{
    size_t first = 0;
    size_t end = parent->named_count;

    while (first < end) {
        size_t middle = first + (end - first) / 2;

        if (compare(parent->named[middle], segment, length) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

static struct routes *find_named(const struct routes *parent, const char *segment, size_t length)
{
    size_t at = place_of(parent, segment, length);

    return at < parent->named_count && compare(parent->named[at], segment, length) == 0
               ? parent->named[at]
               : NULL;
}

static struct routes *add_named(struct routes *parent, const char *segment, size_t length)
{
    size_t at = place_of(parent, segment, length);
    struct routes *ret = routes_new();

    ret->segment = segment;
    ret->length = length;
    parent->named = memory_resized(parent->named, parent->named_count + 1, sizeof(struct routes *));
    memmove(parent->named + at + 1, parent->named + at,
            (parent->named_count - at) * sizeof(struct routes *));
    parent->named[at] = ret;
    parent->named_count++;
    return ret;
}

static struct routes *child_of(struct routes *parent, const char *segment, size_t length)
{
    if (*segment == '{') {
        if (parent->parameter == NULL)
            parent->parameter = routes_new();
        return parent->parameter;
    }
    struct routes *ret = find_named(parent, segment, length);

    return ret == NULL ? add_named(parent, segment, length) : ret;
}

void routes_add(struct routes *routes, const char *template, size_t row)
{
    size_t length = segment_length(template);
    struct routes *node = child_of(routes, template, length);

    while (template[length] != '\0') {
        template += length + 1;
        length = segment_length(template);
        node = child_of(node, template, length);
    }
    node->rows = memory_resized(node->rows, node->rows_count + 1, sizeof *node->rows);
    node->rows[node->rows_count++] = row;
}

static size_t row_here(const struct routes *node, size_t from)
{
    size_t i = 0;

    while (i < node->rows_count && node->rows[i] < from)
        i++;
    return i < node->rows_count ? node->rows[i] : NO_ROW;
}

/* `end` is the end of the node's segment in the path. */
static size_t row_below(const struct routes *node, const char *end, size_t from)
{
    if (node == NULL)
        return NO_ROW;
    return *end == '\0' ? row_here(node, from) : routes_next(node, end + 1, from);
}

size_t routes_next(const struct routes *routes, const char *path, size_t from)
{
    size_t length = segment_length(path);
    size_t named = row_below(find_named(routes, path, length), path + length, from);
    size_t any = row_below(routes->parameter, path + length, from);

    return named < any ? named : any;
}
