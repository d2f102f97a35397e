/* SPDX-License-Identifier: MIT */
/* A request and the connection it came by. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H
#include "engine/request.h"

#include <microhttpd.h>

#define PAIRS_MOST 64

/* Exchanges are pooled: their arena keeps its chunk. */
struct exchange {
    struct MHD_Connection *connection;
    struct arena arena;
    struct request request;
    struct pair headers[PAIRS_MOST];
    struct pair query[PAIRS_MOST];
    struct text body;
    size_t body_seen;
    bool asleep;           /* its stream has nothing to send */
    struct exchange *next; /* in the pool, among those that wait or that stream */
};

/* Takes over what came before the body; what it points to lives as long as the request. */
void exchange_begin(struct exchange *x, struct gateway *g, struct MHD_Connection *connection,
                    const char *path, const char *method);

/* Hands the reply to the library, or cuts the connection where a fault wants that. */
enum MHD_Result exchange_answer(struct exchange *x);

/* Ends a connection by an RST, whatever is on its way. */
void reset_connection(struct MHD_Connection *connection);

#endif
