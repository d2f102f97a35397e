/* SPDX-License-Identifier: MIT */
/* A request on its way, and what it owns: its memory, its transaction, its reply. */
#ifndef ENGINE_REQUEST_H
#define ENGINE_REQUEST_H

#include "engine/faults.h"
#include "engine/gateway.h"
#include "model/session.h"

/* What a step answers: PASS, 0 when it has replied, or a negative errno when we are broken. */
#define PASS 1

#define PARAMETERS_MAX 4
#define REPLY_HEADERS_MAX (12 + FAULT_HEADERS_MOST)

struct reply {
    int status; /* 0: none yet */
    enum error error;
    const char *media_type;
    struct text body;
    struct pair headers[REPLY_HEADERS_MAX]; /* beside server, request-ref, sandgate-reason */
    size_t headers_count;
    const char *reason;    /* of a refusal: one sentence, never a secret */
    const char *token;     /* for SHAPE_TOKEN */
    struct stream *stream; /* what follows the headers instead of the body; NULL: the body */
    enum connection connection;
};

/* A request that waits: for a time, for a message in an outbox, or for whichever comes first. */
struct hold {
    int64_t until; /* monotonic ms; 0: it never waited */
    int64_t realm; /* whose news count, too; 0: none */
    uint64_t seen; /* that realm's count of news when it began */
    uint64_t read; /* the last record of the journals then */
};

/* The fault that strikes a request. */
struct strike {
    struct effect effect;
    const char *reason;
    bool waited;
    bool finished; /* the answer below is ready, and waits */
    struct reply reply;
    int64_t realm;
};

struct request {
    /* given by whoever received it */
    struct gateway *gateway;
    struct arena *arena;
    enum method method;
    const char *path; /* as it came, still percent-encoded, without the query */
    struct pairs headers;
    struct pairs query; /* decoded */
    const char *body;
    size_t body_length;
    bool body_too_large;
    bool too_many_pairs; /* headers or query members were left out */
    size_t body_limit;   /* bytes; known once pipeline_begin has run */

    /* found on the way */
    int64_t started; /* monotonic µs */
    const struct family *family;
    const struct operation *operation; /* NULL: none has this path and method */
    const char *allowed;               /* the methods of the path, when only the method is wrong */
    struct pair parameter_items[PARAMETERS_MAX];
    struct pairs parameters;
    struct store *store;
    struct realm *realm;
    int64_t now;            /* of the realm */
    struct session session; /* of the presented token; .id 0: none */
    json_t *json;           /* the body; owned */
    void *input;            /* decoded by the operation's rules */
    struct decoder decoder;
    const char *unreadable; /* why the body could not be read at all */
    struct hold hold;
    struct running *running; /* as what its twins see it while it waits; NULL: not at all */
    const void *found;       /* what the operation's `find` has found */
    int64_t made;            /* id of what the answer shows, for replays that show it anew */
    bool limited;            /* counted for the rate limits */
    bool delayed;            /* Prefer: delay= had its effect */
    bool faults_asked;       /* whether one strikes */
    struct strike *strike;   /* NULL: none does */
    struct reply reply;
    char reference[24]; /* request-ref */

    /* what waits for the end of the transaction: in-memory effects of what was written */
    void (*settle)(struct request *r, bool committed);
    void *settle_data;
};

/* The first header of that name, whatever its case; NULL when there is none. */
const char *request_header(const struct request *r, const char *name);
size_t request_header_count(const struct request *r, const char *name);

/* A parameter of the path as it was sent, "" when there is none of that name. */
const char *request_parameter(const struct request *r, const char *name);

/*
 * Suspends the request: all its steps run again at `until`, or when a message was sent in the
 * request's realm if `watching`. What it waits for may be gone by then, its realm included.
 */
int request_hold(struct request *r, int64_t until, bool watching);

/* Whether its wait is over. */
bool request_is_due(const struct request *r, int64_t monotonic);

/* The transaction has ended: applies the effects in memory that waited for it, or undoes them. */
void request_settle(struct request *r, bool committed);

#endif
