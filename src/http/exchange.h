/* SPDX-License-Identifier: MIT */
/* A request with its connection. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "engine/request.h"
#include "head.h"

#include <microhttpd.h>
#include <sys/queue.h>

struct connection;

/* Exchanges are pooled, because an arena keeps its first chunk. */
struct exchange {
    struct connection *connection;
    struct arena arena;
    struct request request;
    const char *target; /* in the library's memory */
    size_t target_length;
    const char *target_fault; /* why the target is malformed; NULL: it isn't */
    bool begun;               /* the head was read to its end */
    bool answered;            /* or was refused */
    bool gone;                /* the client has left while the request waited */
    bool is_listed;           /* in a list of the server: receiving, waiting or streaming */
    struct text body;
    size_t body_seen;
    union {
        SLIST_ENTRY(exchange) pooled;
        LIST_ENTRY(exchange) listed;
    };
};

/* A request in progress, from the pool, which takes a copy of the target; and its end. */
struct exchange *exchange_open(struct connection *c, const char *target);
void exchange_close(struct exchange *x);

/* Removes it from the list of the server, if it is in one. */
void exchange_unlist(struct exchange *x);

struct server;
void exchange_free_pool(struct server *s);

/*
 * Fills the request with the head, so far as it was read, and begins it. Method and version are NULL as long
 * as they are unknown. The texts live as long as the request.
 */
void exchange_take_head(struct exchange *x, struct head *ret, const char *method,
                        const char *version);

/* Queues the reply, or closes the connection if a fault says so. */
enum MHD_Result exchange_answer(struct exchange *x);

/* Sends the reply past the library, which must close the connection then. */
void exchange_send(struct exchange *x);

#endif
