/* SPDX-License-Identifier: MIT */
/* HTTP: connections to requests and replies to bytes. The only user of libmicrohttpd. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H
#include "engine/gateway.h"

#include <stddef.h>

struct server;

struct server_options {
    const char *address;     /* "ADDR:PORT" or "[ADDR]:PORT"; port 0 takes a free one */
    const char *certificate; /* a file in PEM, with those that vouch for it; NULL: plain HTTP */
    const char *key;         /* the certificate's, a file in PEM */
};

/*
 * Listens and answers from `g`, whose url is set. On failure the answer is negative and `error`
 * holds one sentence.
 */
int server_open(struct gateway *g, const struct server_options *options, struct server **ret,
                char *error, size_t error_size);

/* What to wait on for input, and for how long at most (ms; -1: for ever). */
int server_fd(const struct server *s);
int server_timeout(const struct server *s);

/* Serves whatever is ready, and the requests whose wait is over. */
void server_run(struct server *s);

/* Takes no new connections, finishes what runs, closes. Accepts NULL. */
void server_close(struct server *s);

#endif
