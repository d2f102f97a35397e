/* SPDX-License-Identifier: MIT */
/* A connection, and the state of the server that the files of this module share. */
#ifndef HTTP_CONNECTION_H
#define HTTP_CONNECTION_H

#include "connections/watch.h"
#include "engine/gateway.h"

#include <microhttpd.h>
#include <sys/queue.h>

#define CONNECTIONS_MOST 16384

/* "localhost", or a wildcard, is an address of both versions of IP. */
#define LISTENERS_MOST 4

struct exchange;
struct lingering;
struct server;

struct listener {
    struct watch watch;
    struct server *server;
};

struct connection {
    struct watch watch; /* while it is suspended */
    struct server *server;
    struct MHD_Connection *handle; /* the library's */
    struct exchange *exchange;     /* the request in progress; NULL: none */
    bool suspended;

    /* of TLS (handshake.c) */
    bool shakes_hands;
    TAILQ_ENTRY(connection) handshake; /* while it shakes hands */
    int64_t deadline;                  /* monotonic ms: when the handshake must be over */
    bool starved;                      /* the handshake can't continue without more bytes */
    unsigned finished;                 /* directions whose Finished message was seen */
    int first_byte;                    /* that came; -1: none */
    char name[100];                    /* the host that the client asked for; "": none */
};

struct server {
    struct gateway *gateway;
    struct first_message *message; /* NULL except while it starts */
    struct MHD_Daemon *daemon;
    int epoll; /* of watch.h */
    char url[300];
    unsigned idle_seconds;

    struct listener listeners[LISTENERS_MOST];
    size_t listeners_count;
    int64_t accept_again; /* monotonic ms: when paused listeners are watched again; 0: not paused */

    size_t connections_count;
    TAILQ_HEAD(, connection) handshakes; /* in the order of their deadlines */
    TAILQ_HEAD(, lingering) lingering;   /* in the order of their ends */
    size_t lingering_count;

    SLIST_HEAD(, exchange) pool;
    size_t pooled;
    LIST_HEAD(, exchange) receiving; /* chunked bodies */
    LIST_HEAD(, exchange) waiting;
    LIST_HEAD(, exchange) streaming;
    int64_t next_due;     /* the earliest time at which one of the waiting is due */
    uint64_t event_count; /* of the gateway, when the waiting were last checked */
    size_t active;        /* exchanges that are not completed */
    size_t calls;         /* of the library, to its callbacks for requests */
    size_t idle_runs;     /* in which it made no call, but wants to run again at once */
};

/* The connection of a handle. */
struct connection *connection_of(struct MHD_Connection *handle);

/*
 * Suspends the connection: the library ignores it, without a time limit, until it is resumed. If one of
 * the events occurs before (EPOLLIN …), `wake` is called, which must resume it.
 */
void connection_suspend(struct connection *c, uint32_t events, void (*wake)(struct watch *watch));
void connection_resume(struct connection *c);

/* Ends a connection with RST and discards what was not sent. */
void connection_reset(struct connection *c);

/* Sends bytes past the library: all of them, or what the socket takes now. */
void connection_send(struct connection *c, const char *bytes, size_t length);

/* Ends what is sent, with the notice of TLS and FIN; the library's own attempts to send fail after this. */
void connection_end_sending(struct connection *c);

#endif
