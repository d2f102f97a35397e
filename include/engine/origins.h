/* SPDX-License-Identifier: MIT */
/* Origins of web pages (RFC 6454): those that --cors and --app-key-origin name, and that of --public-url. */
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

/* A realm's id or name: 100 characters of up to 4 bytes. */
#define REALM_TEXT_SIZE 401

/* Whose pages act for a realm (control.md 1, --app-key-origin). */
struct origin_realms {
    size_t count;
    struct {
        char origin[ORIGIN_SIZE];
        char realm[REALM_TEXT_SIZE];
    } rows[ORIGINS_MOST];
};

/*
 * Adds the pairs of a list with commas: ORIGIN=REALM. A realm whose name has a comma is given by its id. Returns NULL,
 * or what was expected instead; then some of them may have been added.
 */
const char *origin_realms_add(struct origin_realms *origins, const char *list);

/* The id or name of the realm that was given for an origin, in any case; NULL: none was. */
const char *origin_realms_find(const struct origin_realms *origins, const char *origin);

/*
 * Copies an http or https URL that other URLs begin with: an origin, perhaps with a path; without a trailing
 * slash. Returns NULL, or what was expected instead.
 */
const char *base_url_read(const char *url, char ret[static BASE_URL_SIZE]);

/* Whether it is the host, as HOST or HOST:PORT, or the origin of that URL. */
bool base_url_has_host(const char *url, const char *host);
bool base_url_has_origin(const char *url, const char *origin);

#endif
