/* SPDX-License-Identifier: MIT */
/*
 * The HTTP server, the only user of libmicrohttpd. It makes a request of what arrives on a
 * connection, runs the pipeline, and sends the reply. A request that waits keeps its connection
 * suspended; nothing here blocks but poll in the caller's loop. Start reading at on_request in
 * server.c.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "engine/gateway.h"

#include <stddef.h>

struct server;

struct server_options {
    const char *address;     /* "ADDR:PORT" or "[ADDR]:PORT"; port 0 takes a free one */
    const char *certificate; /* PEM file with the certificate chain; NULL: plain HTTP */
    const char *key;         /* PEM file */
};

/*
 * Starts to listen for requests to `g`, and sets its url. On failure returns a negative errno, and
 * `error` holds one sentence.
 */
int server_open(struct gateway *g, const struct server_options *options, struct server **ret,
                char *error, size_t error_size);

/* The descriptor to poll for input, and the timeout of that (ms; -1: none). */
int server_fd(const struct server *s);
int server_timeout(const struct server *s);

/* Serves what is ready, and resumes requests whose wait is over. */
void server_run(struct server *s);

/* Stops accepting, finishes running requests, closes. Accepts NULL. */
void server_close(struct server *s);

#endif
