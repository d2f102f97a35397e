/* SPDX-License-Identifier: MIT */
/*
 * What all requests share: the store, the realms, the key, the tables. One of it in a process, and
 * one thread that uses it.
 */
#ifndef ENGINE_GATEWAY_H
#define ENGINE_GATEWAY_H

#include "base/random.h"
#include "engine/feed.h"
#include "engine/realms.h"
#include "engine/records/coverage.h"
#include "engine/records/journal.h"
#include "engine/records/meters.h"
#include "engine/registry.h"
#include "engine/schedule.h"
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
    /* given when it is opened */
    const struct registry *registry; /* operations, families and kinds of what falls due */
    const char *cors;                /* the allowed browser origin of the gateways' APIs, or "*" */
    const char *control_token;       /* NULL: the control API asks for none */
    bool repeats;                    /* a run like another (random_seed) */
    void (*tell)(struct gateway *g); /* tells those who listen what is new; NULL: nobody can */

    /* set by the program around it */
    const char *url; /* where it listens: "http://127.0.0.1:8080" */
    bool ready;
    bool stopping; /* nobody waits any longer */
    bool quiet;    /* no line a request */
    /* told how many people of a large seed are made; NULL: nobody wants to know */
    void (*progress)(size_t made, size_t all);

    /* what requests work on */
    struct store *store;
    struct random random;
    struct ids ids;
    struct signer signer; /* of tokens */
    struct realms realms;
    struct schedule schedule; /* what happens in them by itself */

    /* what is kept of requests, in memory alone */
    struct journals journals;
    struct feed feed;          /* who listens */
    struct meter *meters;      /* by operation; one more for requests that met none */
    struct coverage *coverage; /* by operation, of all realms and of requests without one */
    uint64_t news;             /* messages and requests so far: whether to look at those who wait */
    struct running *running;   /* calls with an idempotency-ref that wait (steps/replay.h) */

    int64_t started;    /* monotonic ms */
    int64_t started_at; /* the machine's time */
    /* of request-ref: a head of this run's own, and a count of requests */
    char reference_head[11];
    uint64_t references;
};

/* As the members of the same name. */
struct gateway_options {
    const char *database;            /* NULL: in memory */
    const struct registry *registry; /* must outlive the gateway */
    const char *cors;
    const char *control_token;
    bool repeats; /* random_seed was called before */
    void (*tell)(struct gateway *g);
};

/* When a run that repeats another begins, whatever the wall says: 2026-01-01T00:00:00Z. */
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

/* Adds a realm whose row the store has accepted, and owns it from now on. */
void gateway_adopt_realm(struct gateway *g, struct realm *realm);

/* Takes the realm out, with what is kept in memory of it. */
void gateway_remove_realm(struct gateway *g, struct realm *realm);

/* Tells those who listen what has happened; costs nothing when nobody does. */
void gateway_tell(struct gateway *g);

/* Does what is due in all realms, and tells those who listen. */
void gateway_tick(struct gateway *g);

/* Writes what is pending and gives everything back. */
void gateway_close(struct gateway *g);

#endif
