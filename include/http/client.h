/* SPDX-License-Identifier: MIT */
/* A minimal blocking client, which finds the status of a GET. */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A URL in parts; `path` points into the URL. */
struct client_target {
    bool secure;         /* https */
    char authority[300]; /* for the Host header */
    char address[310];   /* for address_resolve: with a port */
    const char *path;
    int path_length; /* without trailing slashes */
};

/* Splits http[s]://HOST[:PORT][/PATH]; false for anything else. */
bool client_parse_url(const char *url, struct client_target *ret);

/*
 * The status of a GET of `path` below a URL that isn't secure, or -1 with a sentence in `error`.
 * Blocks, until the monotonic `deadline` at most.
 */
int client_status(const struct client_target *to, const char *path, int64_t deadline, char *error,
                  size_t error_size);

#endif
