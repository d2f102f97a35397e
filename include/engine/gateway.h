/* SPDX-License-Identifier: MIT */
/* What all requests share: the store, the realms, the key, the tables. One of it in a process. */
#ifndef ENGINE_GATEWAY_H
#define ENGINE_GATEWAY_H
#include "base/random.h"
#include "engine/coverage.h"
#include "engine/feed.h"
#include "engine/journal.h"
#include "engine/meters.h"
#include "engine/realms.h"
#include "engine/registry.h"
#include "model/token.h"
#include "store/store.h"

#define VERSION_TEXT "0.1.0"

/* Ids that only grow. The gateway's own are counted over all starts (store/ids.h). */
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
    struct journals journals;
    struct feed feed;
    const struct registry *registry;
    const char *url;           /* where it listens: "http://127.0.0.1:8080" */
    const char *cors;          /* the allowed browser origin of the gateways' APIs, or "*" */
    const char *control_token; /* NULL: the control API asks for none */
    bool repeats;              /* a run like another (random_seed) */
    int64_t started;           /* monotonic ms */
    int64_t started_at;        /* the machine's time */
    struct meter *meters;      /* by operation; one more for requests that met none */
    struct coverage *coverage; /* by operation, of all realms and of requests without one */
    bool ready;
    bool stopping;           /* nobody waits any longer */
    bool quiet;              /* no line a request */
    uint64_t news;           /* messages and requests so far: whether to look at those who wait */
    struct running *running; /* calls with an idempotency-ref that wait (replay.h) */
    uint64_t references;     /* requests so far: the tail of request-ref */
    char reference_head[11];
    /* does what the realm's time has brought: 0 or a negative errno; NULL: it brings nothing */
    int (*catch_up)(struct gateway *g, struct realm *realm, struct arena *a);
    /* tells those who listen what is new; NULL: nobody can */
    void (*tell)(struct gateway *g);
    int64_t next_due[DUE_COUNT]; /* monotonic ms: when to look at the realms; INT64_MAX: never */
    /* told how many people of a large seed are made; NULL: nobody wants to know */
    void (*progress)(size_t made, size_t all);
};

struct gateway_options {
    const char *database; /* NULL: in memory */
    const char *cors;
    const char *control_token;
    bool repeats;                    /* a run like another: random_seed was called before */
    const struct registry *registry; /* must outlive the gateway */
    int (*catch_up)(struct gateway *g, struct realm *realm, struct arena *a);
    void (*tell)(struct gateway *g);
};

/* When that begins, whatever the wall says: 2026-01-01T00:00:00Z. */
#define REPEATED_START INT64_C(1767225600000)

/* Opens the store and the realms. On failure `error` holds one sentence. */
int gateway_open(struct gateway *g, const struct gateway_options *options, char *error,
                 size_t error_size);

/* A clock as it is at first and after a reset; answers the time that it shows. */
int64_t gateway_first_clock(const struct gateway *g, struct clock *ret);

/*
 * The clock of what belongs to no realm, and of a realm that is made: the machine's or, in a run
 * that repeats another, the default realm's, because that one can be stopped.
 */
struct clock gateway_clock(const struct gateway *g);

/* How far a realm's clock is ahead of the machine's. */
int64_t gateway_offset(const struct gateway *g, const struct clock *clock);

/* Tells that something of the kind is due in the realm at `time`, or that it may be. */
void gateway_expect(struct gateway *g, struct realm *realm, enum due kind, int64_t time);

/* The realm's clock was moved. */
void gateway_clock_moved(struct gateway *g);

/*
 * Visits each realm in which something of the kind is due; the visitor says in realm->due when
 * the next will be. Costs nothing until the first can be.
 */
typedef void due_visit(void *context, struct realm *realm);
void gateway_visit_due(struct gateway *g, enum due kind, due_visit *visit, void *context);

/* In how many ms that is to be done again; -1: not until something is expected. */
int gateway_due_wait(const struct gateway *g, enum due kind);

/* Tells those who listen what has happened; costs nothing when nobody does. */
void gateway_tell(struct gateway *g);

/* Has every realm whose time has come caught up. */
void gateway_tick(struct gateway *g);

/* In how many ms (monotonic, at most a day) the realm's clock shows `time`; -1: it stands still. */
int64_t realm_wait(const struct realm *realm, int64_t time);

/* Writes what is pending and gives everything back. */
void gateway_close(struct gateway *g);

#endif
