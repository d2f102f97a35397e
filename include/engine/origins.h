/* SPDX-License-Identifier: MIT */
/* Origins of web pages (RFC 6454): those that --cors names, and that of --public-url. */
#ifndef ENGINE_ORIGINS_H
#define ENGINE_ORIGINS_H

#include <stdbool.h>
#include <stddef.h>

#define ORIGINS_MOST 16
#define ORIGIN_SIZE 300
#define BASE_URL_SIZE 600

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

/*
 * Copies an http or https URL that other URLs begin with: an origin, perhaps with a path; without a trailing
 * slash. Returns NULL, or what was expected instead.
 */
const char *base_url_read(const char *url, char ret[static BASE_URL_SIZE]);

/* Whether it is the host, as HOST or HOST:PORT, or the origin of that URL. */
bool base_url_has_host(const char *url, const char *host);
bool base_url_has_origin(const char *url, const char *origin);

#endif
