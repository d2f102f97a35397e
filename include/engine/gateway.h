/* SPDX-License-Identifier: MIT */
/*
 * The state that all requests share: store, realms, signing key, operation table. A process has one
 * gateway, used by one thread.
 */
#ifndef ENGINE_GATEWAY_H
#define ENGINE_GATEWAY_H

#include "base/random.h"
#include "engine/feed.h"
#include "engine/origins.h"
#include "engine/realms.h"
#include "engine/records/coverage.h"
#include "engine/records/journal.h"
#include "engine/records/meters.h"
#include "engine/registry.h"
#include "engine/schedule.h"
#include "model/token.h"
#include "store/store.h"

#define VERSION_TEXT "0.1.0"

/* Increasing ids. The gateway's own continue after a restart (store/ids.h). */
struct ids {
    struct random *random;
    int64_t last;
};

int64_t id_next(struct ids *ids);

/* Snapshots of a large seed in every realm must not fill the memory. */
#define SNAPSHOT_BYTES_MOST (INT64_C(256) << 20)

struct gateway {
    /* from gateway_options */
    const struct registry *registry; /* operations, families and kinds of timed work */
    struct origins origins;          /* of pages that may call; "*" isn't for the control API */
    const struct origin_realms *app_key_origins; /* of pages that need no api-key; NULL: none */
    const char *control_token;                   /* NULL: the control API requires none */
    bool reproducible;                           /* the run is reproducible (random_seed) */
    void (*publish)(struct gateway *g); /* sends new events to the streams; NULL: none are sent */

    /* set by the program around it */
    const char *url;        /* how clients reach it: "http://127.0.0.1:8080" */
    const char *public_url; /* the one that --public-url gave; NULL: none */
    const char *scheme;     /* "http" or "https" */
    bool any_host;          /* it listens on all addresses: a client's Host is how it reaches it */
    bool ready;
    bool stopping;               /* requests must not wait any longer */
    bool quiet;                  /* requests are not logged */
    int64_t snapshot_bytes_most; /* of the snapshots of all realms: SNAPSHOT_BYTES_MOST */
    /* called with how many people of a large seed exist already; NULL: not called */
    void (*progress)(size_t made, size_t all);

    /* persistent state and timed work */
    struct store *store;
    struct random random;
    struct ids ids;
    struct signer signer; /* of tokens */
    struct realms realms;
    struct schedule schedule;

    /* records of requests, in memory only */
    struct journals journals;
    struct feed feed;
    struct meter *meters;               /* by operation; one more for requests that match none */
    struct coverage *coverage;          /* by operation, for all realms and requests without one */
    uint64_t event_count;               /* counts messages and requests, to wake waiting requests */
    struct pending_call *pending_calls; /* waiting calls with an idempotency-ref (steps/replay.h) */

    int64_t started;    /* monotonic ms */
    int64_t started_at; /* the machine's time */
    /* request-ref: a prefix that is random for each run, and a count of requests */
    char reference_head[11];
    uint64_t references;
};

/* Meaning as the members of the same name. */
struct gateway_options {
    const char *database;            /* NULL: in memory */
    const struct registry *registry; /* must outlive the gateway */
    struct origins origins;
    const struct origin_realms *app_key_origins; /* must outlive the gateway */
    const char *control_token;
    bool reproducible; /* random_seed was called before */
    void (*publish)(struct gateway *g);
};

/* The start time of a reproducible run: 2026-01-01T00:00:00Z. */
#define REPRODUCIBLE_START INT64_C(1767225600000)

/* Opens the store and loads the realms. On failure `error` holds one sentence. */
int gateway_open(struct gateway *g, const struct gateway_options *options, char *error,
                 size_t error_size);

/* The clock of a new or reset realm; returns the time that it shows. */
int64_t gateway_initial_clock(const struct gateway *g, struct clock *ret);

/*
 * The clock for objects without a realm and for a new realm: the machine's or, in a reproducible
 * run, the default realm's, which can be stopped.
 */
struct clock gateway_clock(const struct gateway *g);

/* How far a realm's clock is ahead of the machine's, in ms. */
int64_t gateway_offset(const struct gateway *g, const struct clock *clock);

/* Adds a realm whose row is in the store already. Takes ownership. */
void gateway_add_realm(struct gateway *g, struct realm *realm);

/* Removes and frees the realm, with its journal, its streams and its timed work. */
void gateway_remove_realm(struct gateway *g, struct realm *realm);

/* Sends new events to the streams, if there are any. */
void gateway_publish(struct gateway *g);

/* Does what is due in all realms, and sends the events of it. */
void gateway_tick(struct gateway *g);

/* Writes pending data and frees everything. */
void gateway_close(struct gateway *g);

#endif
