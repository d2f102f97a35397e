/* SPDX-License-Identifier: MIT */
/* A request with its connection. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "engine/request.h"

#include <microhttpd.h>

#define PAIRS_MOST 64

/* Exchanges are pooled, because an arena keeps its first chunk. */
struct exchange {
    struct MHD_Connection *connection;
    struct arena arena;
    struct request request;
    struct pair headers[PAIRS_MOST];
    struct pair query[PAIRS_MOST];
    struct text body;
    size_t body_seen;
    bool suspended;        /* suspended because its stream has nothing to send */
    struct exchange *next; /* in the pool, or in a list of the server */
};

/* Fills the request with what precedes the body. The texts live as long as the request. */
void exchange_begin(struct exchange *x, struct gateway *g, struct MHD_Connection *connection,
                    const char *path, const char *method);

/* Queues the reply, or closes the connection if a fault says so. */
enum MHD_Result exchange_answer(struct exchange *x);

/* Ends a connection with RST and discards what was not sent. */
void exchange_reset(struct MHD_Connection *connection);

#endif
