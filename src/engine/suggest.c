/* SPDX-License-Identifier: MIT */
/* The nearest path by edit distance (Levenshtein). Slow, but only used if no operation matches. */
#include "engine/suggest.h"

#include <string.h>

#define PATH_MOST 127

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;

    return smaller < c ? smaller : c;
}

/* Keeps one row of the matrix: `row[j]` is the distance of a's first i characters to b's first j. */
static size_t distance(const char *a, const char *b)
{
    size_t row[PATH_MOST + 1];
    size_t length = strlen(b);

    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t above = row[j + 1];

            row[j + 1] = least(above + 1, row[j] + 1, diagonal + (a[i] != b[j]));
            diagonal = above;
        }
    }
    return row[length];
}

/* Whether the distance can be at most `most`: it is at least the difference of the lengths. */
static bool is_near(const char *a, const char *b, size_t most)
{
    size_t x = strlen(a);
    size_t y = strlen(b);

    return x <= PATH_MOST && y <= PATH_MOST && (x > y ? x - y : y - x) <= most;
}

const char *suggest_operation(const struct request *r)
{
    const struct registry *registry = r->gateway->registry;
    const struct operation *nearest = NULL;
    size_t best = strlen(r->path) / 3 + 1;

    if (strlen(r->path) > PATH_MOST)
        return NULL;
    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];
        size_t here =
            is_near(operation->path, r->path, best) ? distance(r->path, operation->path) : best + 1;

        /* among equally near ones, prefer the first with the request's method */
        if (here < best || (here == best && nearest != NULL && nearest->method != r->method &&
                            operation->method == r->method)) {
            nearest = operation;
            best = here;
        }
    }
    return nearest == NULL
               ? NULL
               : arena_printf(r->arena, "%s %s", method_names[nearest->method], nearest->path);
}
