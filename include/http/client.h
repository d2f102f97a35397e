/* SPDX-License-Identifier: MIT */
/* The smallest client there can be: what status does a GET have? */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the text is http://HOST[:PORT][/PATH]. */
bool client_is_url(const char *url);

/*
 * The status of a GET of `path` below the URL, or -1 with a sentence in `error`. Blocks, until the
 * monotonic `deadline` at most.
 */
int client_status(const char *url, const char *path, int64_t deadline, char *error,
                  size_t error_size);

#endif
