/* SPDX-License-Identifier: MIT */
/* What all requests share: the store, the realms, the key, the tables. One of it in a process. */
#ifndef API_GATEWAY_H
#define API_GATEWAY_H

#include "api/operation.h"
#include "api/realms.h"
#include "base/random.h"
#include "domain/token.h"
#include "store/store.h"

#define VERSION_TEXT "0.1.0"

/* Ids that only grow; where they begin says which kind they are (store.h). */
struct ids {
    struct random *random;
    int64_t last;
};

int64_t id_next(struct ids *ids);

struct gateway {
    struct store *store;
    struct random random;
    struct ids ids;
    struct signer signer;
    struct realms realms;
    const struct family *const *families; /* NULL-terminated; the last takes every path */
    const struct operation *operations;
    size_t operations_count;
    const char *url;           /* where it listens: "http://127.0.0.1:8080" */
    const char *cors;          /* the allowed browser origin of the gateways' APIs, or "*" */
    const char *control_token; /* NULL: the control API asks for none */
    int64_t started;           /* monotonic ms */
    bool ready;
    bool stopping;       /* nobody waits any longer */
    bool quiet;          /* no line a request */
    uint64_t messages;   /* sent so far in all realms: whether to look at those who wait */
    uint64_t references; /* requests so far: the tail of request-ref */
    char reference_head[11];
    int (*catch_up)(
        struct request *r); /* what the realm's time has brought since the last request */
    /* for tests: told of each answer */
    void (*observe)(void *context, const struct request *r);
    void *observer;
};

struct gateway_options {
    const char *database; /* NULL: in memory */
    const char *cors;
    const char *control_token;
    const struct family *const *families;
    const struct operation *operations;
    size_t operations_count;
    int (*catch_up)(struct request *r); /* NULL: nothing happens by itself */
};

/* Opens the store and the realms. On failure `error` holds one sentence. */
int gateway_open(struct gateway *g, const struct gateway_options *options, char *error,
                 size_t error_size);

/* Writes what is pending and gives everything back. */
void gateway_close(struct gateway *g);

#endif
