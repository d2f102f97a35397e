/* SPDX-License-Identifier: MIT */
/*
 * The HTTP server, the only user of libmicrohttpd. It makes a request of what arrives on a connection, runs
 * the pipeline, and sends the reply. A request that waits keeps its connection suspended; nothing here blocks
 * but poll in the caller's loop. Start reading at requests_continue in requests.c.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "engine/gateway.h"

#include <poll.h>
#include <stddef.h>

struct server;

/* After this many seconds without a byte, a request that is incomplete is refused (408). */
#define SERVER_IDLE_SECONDS 60

struct server_options {
    const char *address;     /* "ADDR:PORT" or "[ADDR]:PORT"; port 0 takes a free one */
    const char *certificate; /* PEM file with the certificate chain; NULL: plain HTTP */
    const char *key;         /* PEM file */
    unsigned idle_seconds;
    const char *public_url; /* how clients reach it; NULL: where it listens, or loopback */
};

/*
 * Starts to listen for requests to `g`, and sets its url. On failure returns a negative errno, and
 * `error` holds one sentence.
 */
int server_open(struct gateway *g, const struct server_options *options, struct server **ret,
                char *error, size_t error_size);

/* The descriptors to poll, and the timeout of that (ms; -1: none). */
#define SERVER_DESCRIPTORS 2
void server_poll(const struct server *s, struct pollfd ret[static SERVER_DESCRIPTORS]);
int server_timeout(const struct server *s);

/* Serves what is ready according to poll, and resumes requests whose wait is over. */
void server_run(struct server *s, const struct pollfd polled[static SERVER_DESCRIPTORS]);

/* Accepts no more connections, and ends the waits of requests. Go on with server_run. */
void server_stop(struct server *s);

/* Whether requests are running, or their answers not sent to their end. */
bool server_is_busy(const struct server *s);

/* Closes all connections. After server_stop; accepts NULL. */
void server_close(struct server *s);

#endif
