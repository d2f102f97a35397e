/* SPDX-License-Identifier: MIT */
/* A request while it is processed, with its memory, its transaction and its reply. */
#ifndef ENGINE_REQUEST_H
#define ENGINE_REQUEST_H

#include "engine/faults.h"
#include "engine/gateway.h"
#include "json/complaints.h"
#include "model/session.h"

/* The result of a step: PASS, 0 if it has replied or waits, or a negative errno on failure. */
#define PASS 1

#define PARAMETERS_MAX 4
#define REPLY_HEADERS_MAX (12 + FAULT_HEADERS_MOST)

struct reply {
    int status; /* 0: none yet */
    enum error error;
    const char *media_type;
    struct text body;
    struct pair headers[REPLY_HEADERS_MAX]; /* besides server, request-ref, sandgate-reason */
    size_t headers_count;
    const char *reason;    /* of an error: one sentence, without secrets */
    const char *token;     /* for SHAPE_TOKEN */
    struct stream *stream; /* sent instead of the body; NULL: the body is sent */
    enum connection_effect connection;
};

/*
 * A wait: until a time, or until a message or request is recorded, whichever is first. A request that
 * yields runs again at once, without an end to its wait.
 */
struct hold {
    int64_t until; /* monotonic ms: when to run again; 0: has not waited */
    int64_t end;   /* monotonic ms: the end of the wait */
    int64_t realm; /* whose messages and requests end the wait; 0: none */
    uint64_t seen; /* that realm's count of them at the beginning */
    uint64_t read; /* number of the last journal record at the beginning */
    int64_t home;  /* the realm of the request, which may be deleted meanwhile; 0: none */
};

/* The fault that is applied to a request. */
struct applied_fault {
    struct effect effect;
    const char *reason;
    bool waited;
    bool finished; /* `reply` is complete, and its delay is running */
    struct reply reply;
    int64_t realm;
};

struct request {
    /* set by the HTTP server */
    struct gateway *gateway;
    struct arena *arena;
    enum method method;
    const char *path;      /* percent-encoded, without the query; "": it could not be read */
    const char *authority; /* of an absolute target: replaces the Host header; NULL: none */
    struct pairs headers;
    bool headers_incomplete; /* there may be more that were not read */
    struct pairs query;      /* decoded */
    const char *body;
    size_t body_length;
    bool body_too_large;
    size_t body_limit; /* bytes; known once pipeline_begin has run */

    /* set while it is processed */
    int64_t started; /* monotonic µs */
    const struct family *family;
    const struct operation *operation; /* NULL: none matches path and method */
    const char *allowed;               /* the methods of the path, if only the method is wrong */
    struct pair parameter_items[PARAMETERS_MAX];
    struct pairs parameters;
    struct store *store;
    struct realm *realm;
    int64_t now;            /* by the realm's clock */
    struct session session; /* of the presented token; .id 0: none */
    json_t *json;           /* the body; owned */
    void *input;            /* decoded by the operation's rules */
    struct decoder decoder;
    const char *unreadable; /* why the body could not be parsed */
    struct hold hold;
    struct pending_call
        *pending_call; /* its entry in gateway->pending_calls while it waits; NULL: none */
    int64_t reads;     /* realm whose content it reads in pieces (request_read_realm); 0: none */
    void *progress;    /* of an operation that yields: what it has done so far; NULL: it begins */
    const void *found; /* set by the operation's `find` */
    int64_t made;      /* id of the object in the answer, for replays that show its current state */
    bool limited;      /* already counted for the rate limits */
    bool delayed;      /* the delay of Prefer: delay= is over */
    bool prefers_other;                  /* Prefer: code= asks for the row's other_status */
    bool faults_checked;                 /* the faults of the realm were checked */
    struct applied_fault *applied_fault; /* NULL: none matched */
    struct reply reply;
    char reference[24]; /* request-ref */

    /* called at the end of the transaction, for effects in memory; NULL: none */
    void (*settle)(struct request *r, bool committed);
    void *settle_data;
};

/* The first header of that name, in any case; NULL if there is none. */
const char *request_header(const struct request *r, const char *name);

/*
 * What the Authorization header has behind a scheme and spaces (RFC 9110, section 11.4), perhaps ""; NULL if it has
 * another scheme, or there is no such header.
 */
const char *request_credentials(const struct request *r, const char *scheme);

size_t request_header_count(const struct request *r, const char *name);

/* The host that the client has called, as HOST or HOST:PORT; NULL if it is unknown (HTTP/1.0). */
const char *request_host(const struct request *r);

/* The origin of what the client has called: "http://127.0.0.1:8080"; NULL if its host is unknown. */
const char *request_origin(const struct request *r);

/* How the client reaches the gateway: --public-url, where it listens, or the origin that was called. */
const char *request_base_url(const struct request *r);

/* A parameter of the path, "" if there is none of that name. */
const char *request_parameter(const struct request *r, const char *name);

/*
 * Suspends the request. All its steps run again at `until` (monotonic ms) or, if `watching`, when a
 * message or request is recorded in its realm. The realm may have been deleted by then.
 */
int request_hold(struct request *r, int64_t until, bool watching);

/*
 * Suspends the request until other requests have had their turn. All its steps run again. For work that
 * is done in pieces, so that no single one keeps others waiting.
 */
int request_yield(struct request *r);

/* The same, for work of another request that must end before. */
int request_wait_turn(struct request *r);

/*
 * Until the request ends, its realm's content stays as it is: requests that write wait. For what is read in
 * pieces and must be consistent.
 */
void request_read_realm(struct request *r);
void request_end_reading(struct request *r);

/* What an operation that yields has done so far: `size` bytes in the arena, zero when it begins. */
void *request_progress(struct request *r, size_t size);

/* Whether the wait is over. */
bool request_is_due(const struct request *r, int64_t monotonic);

/* Called at the end of the transaction: applies or discards the effects in memory. */
void request_settle(struct request *r, bool committed);

#endif
