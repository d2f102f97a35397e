/* SPDX-License-Identifier: MIT */
/* The smallest client there can be: what status does a GET have? */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A URL in parts; the path is the URL's own text. */
struct client_target {
    bool secure;         /* https */
    char authority[300]; /* as the Host header has it */
    char address[310];   /* with a port */
    const char *path;
    int path_length; /* without the slashes at its end */
};

/* False when the text isn't http[s]://HOST[:PORT][/PATH]. */
bool client_target(const char *url, struct client_target *ret);

/*
 * The status of a GET of `path` below a URL that isn't secure, or -1 with a sentence in `error`.
 * Blocks, until the monotonic `deadline` at most.
 */
int client_status(const struct client_target *to, const char *path, int64_t deadline, char *error,
                  size_t error_size);

#endif
