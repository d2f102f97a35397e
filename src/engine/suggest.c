/* SPDX-License-Identifier: MIT */
/*
 * The nearest path: segment by segment, by edit distance (Levenshtein). Slow, but only used if no operation
 * matches.
 */
#include "engine/suggest.h"

#include <stdint.h>
#include <string.h>

#define SEGMENT_MOST 63

/* A path with more typos is another one. */
#define TYPOS_MOST 3

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;

    return smaller < c ? smaller : c;
}

/* Keeps one row of the matrix: `row[j]` is the distance of a's first i characters to b's first j. */
static size_t distance(const char *a, const char *b)
{
    size_t row[SEGMENT_MOST + 1];
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

/* A wrong letter or two in a word of five letters or more, one in a shorter one. */
static size_t typos_most(size_t length)
{
    return length >= 5 ? 2 : 1;
}

static size_t segment(const char *path)
{
    return strcspn(path, "/");
}

#define FAR SIZE_MAX

/* How far a segment is from that of a template: a parameter takes any text. */
static size_t segment_distance(const char *path, const char *template)
{
    char a[SEGMENT_MOST + 1];
    char b[SEGMENT_MOST + 1];
    size_t x = segment(path);
    size_t y = segment(template);

    if (*template == '{')
        return x > 0 ? 0 : FAR;
    if (x > SEGMENT_MOST || y > SEGMENT_MOST || (x > y ? x - y : y - x) > typos_most(y))
        return FAR;
    memcpy(a, path, x);
    memcpy(b, template, y);
    a[x] = b[y] = '\0';
    size_t ret = distance(a, b);

    return ret > typos_most(y) ? FAR : ret;
}

static const char *next_segment(const char *path)
{
    path += segment(path);
    return *path == '/' ? path + 1 : path;
}

/*
 * How far a path is from a template: the typos of all segments, and 1 more if one segment is missing or too
 * much. FAR if more than that is wrong. A segment is not missing before a parameter, which takes any text.
 */
static size_t path_distance(const char *path, const char *template, bool may_skip)
{
    const char *begin = template;
    size_t sum = 0;

    while (*path != '\0' && *template != '\0') {
        size_t here = segment_distance(path, template);

        if (here == FAR)
            break;
        sum += here;
        path = next_segment(path);
        template = next_segment(template);
    }
    if (*path == '\0' && *template == '\0')
        return sum;
    if (!may_skip)
        return FAR;
    const char *next = next_segment(template);
    bool may_miss = *template != '\0' && *next != '{';
    bool may_exceed = *path != '\0' && (*template != '\0' || template != begin);
    size_t missing = may_miss ? path_distance(path, next, false) : FAR;
    size_t extra = may_exceed ? path_distance(next_segment(path), template, false) : FAR;
    size_t rest = missing < extra ? missing : extra;

    return rest == FAR ? FAR : sum + rest + 1;
}

const char *suggest_operation(const struct request *r)
{
    const struct registry *registry = r->gateway->registry;
    const struct operation *nearest = NULL;
    size_t best = TYPOS_MOST + 1;

    if (*r->path != '/')
        return NULL;
    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];
        size_t here = path_distance(r->path + 1, operation->path + 1, true);

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
