/* SPDX-License-Identifier: MIT */
/* Origins of web pages (RFC 6454): those that --cors names. */
#ifndef ENGINE_ORIGINS_H
#define ENGINE_ORIGINS_H

#include <stdbool.h>
#include <stddef.h>

#define ORIGINS_MOST 16
#define ORIGIN_SIZE 300

struct origins {
    bool any; /* "*" is among them */
    size_t count;
    char named[ORIGINS_MOST][ORIGIN_SIZE]; /* in lower case, without a default port */
};

/*
 * Adds the origins of a list with commas: "*", "null", "file://", SCHEME://HOST or SCHEME://HOST:PORT, in any
 * case. Returns NULL, or what was expected instead; then some of them may have been added.
 */
const char *origins_add(struct origins *origins, const char *list);

/* Whether an origin is named, in any case. */
bool origins_have(const struct origins *origins, const char *origin);

#endif
