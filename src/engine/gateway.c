/* SPDX-License-Identifier: MIT */
/* Making and ending what all requests share. */
#include "engine/gateway.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/ids.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* Gaps, so that nobody's id can be guessed from a neighbour's. */
#define ID_GAP 1000000

int64_t id_next(struct ids *ids)
{
    ids->last += 1 + random_below(ids->random, ID_GAP);
    return ids->last;
}

static int read_store(struct gateway *g)
{
    unsigned char seed[SIGNING_SEED_SIZE];
    int rc = store_signing_seed(g->store, seed);

    if (rc == 0)
        rc = store_ids_start(g->store, &g->ids.last);
    if (rc == 0)
        rc = realms_load(&g->realms, g->store);
    if (rc < 0)
        return rc;
    signer_init(&g->signer, seed);
    /* a seed must not give a database again what it has given it before */
    random_skip(&g->random, (uint64_t) (g->ids.last - ID_FIRST));
    random_letters(&g->random, g->reference_head, sizeof g->reference_head - 1);
    g->ids.random = &g->random;
    return 0;
}

int gateway_open(struct gateway *g, const struct gateway_options *options, char *error,
                 size_t error_size)
{
    *g = (struct gateway){
        .registry = options->registry,
        .catch_up = options->catch_up,
        .tell = options->tell,
        .cors = options->cors,
        .control_token = options->control_token,
        .repeats = options->repeats,
        .url = "http://localhost",
        .started = clock_monotonic(),
        .started_at = clock_now(&(struct clock){.frozen = false}),
        .meters = calloc(options->registry->count + 1, sizeof(struct meter)),
        .coverage = coverage_new(options->registry->count),
    };
    if (g->meters == NULL)
        abort();
    if (sodium_init() < 0) {
        snprintf(error, error_size, "the system gives no random numbers");
        return -1;
    }
    random_init(&g->random);
    formats_init();
    realms_init(&g->realms);
    journals_init(&g->journals);
    int rc = store_open(options->database, &g->store, error, error_size);

    if (rc < 0)
        return rc;
    rc = read_store(g);
    if (rc < 0)
        snprintf(error, error_size, "can't read the database: %s", store_error(g->store));
    return rc;
}

int64_t gateway_first_clock(const struct gateway *g, struct clock *ret)
{
    *ret = (struct clock){.frozen = false};
    if (!g->repeats)
        return clock_now(ret);
    clock_set(ret, REPEATED_START);
    return REPEATED_START;
}

struct clock gateway_clock(const struct gateway *g)
{
    const struct realm *realm =
        g->repeats ? realms_find(&g->realms, REALM_BY_NAME, DEFAULT_REALM) : NULL;

    return realm == NULL ? (struct clock){.frozen = false} : realm->clock;
}

int64_t gateway_offset(const struct gateway *g, const struct clock *clock)
{
    /* the machine's time is no part of a run that repeats another, once its clock stands */
    return g->repeats && clock->frozen ? clock->stopped_at - REPEATED_START : clock->offset;
}

#define WAIT_MOST_MILLIS (INT64_C(24) * 60 * 60 * 1000)

int64_t realm_wait(const struct realm *realm, int64_t time)
{
    int64_t now = clock_now(&realm->clock);

    if (time <= now)
        return 0;
    if (realm->clock.frozen || time == INT64_MAX)
        return -1;
    return time - now < WAIT_MOST_MILLIS ? time - now : WAIT_MOST_MILLIS;
}

static int64_t later(int64_t wait)
{
    return wait < 0 ? INT64_MAX : clock_monotonic() + wait;
}

void gateway_expect(struct gateway *g, struct realm *realm, enum due kind, int64_t time)
{
    if (time >= realm->due[kind])
        return;
    realm->due[kind] = time;
    realms_expect(&g->realms, realm, kind);
    int64_t next = later(realm_wait(realm, time));

    if (next < g->next_due[kind])
        g->next_due[kind] = next;
}

void gateway_clock_moved(struct gateway *g)
{
    for (size_t i = 0; i < DUE_COUNT; i++)
        g->next_due[i] = 0;
}

void gateway_visit_due(struct gateway *g, enum due kind, due_visit *visit, void *context)
{
    struct realm *next;

    if (clock_monotonic() < g->next_due[kind])
        return;
    g->next_due[kind] = INT64_MAX;
    for (struct realm *realm = g->realms.expecting[kind]; realm != NULL; realm = next) {
        next = realm->next_expecting[kind];
        if (realm_wait(realm, realm->due[kind]) == 0)
            visit(context, realm);
        int64_t again = later(realm_wait(realm, realm->due[kind]));

        if (again < g->next_due[kind])
            g->next_due[kind] = again;
        if (realm->due[kind] == INT64_MAX)
            realms_expect_nothing(&g->realms, realm, kind);
    }
}

int gateway_due_wait(const struct gateway *g, enum due kind)
{
    int64_t wait = g->next_due[kind] - clock_monotonic();

    if (g->next_due[kind] == INT64_MAX)
        return -1;
    return (int) (wait < 0 ? 0 : wait < WAIT_MOST_MILLIS ? wait : WAIT_MOST_MILLIS);
}

/* After a fault the realm is left alone for a while. */
#define FAULT_WAIT_MILLIS 1000

static void catch_up(void *context, struct realm *realm)
{
    struct gateway *g = context;
    struct arena arena = ARENA_EMPTY;
    int rc = g->catch_up(g, realm, &arena);

    arena_free(&arena);
    if (rc < 0) {
        log_message("fault: realm %s can't catch up: %s", realm->name, store_error(g->store));
        realm->due[DUE_CHALLENGE] = clock_now(&realm->clock) + FAULT_WAIT_MILLIS;
    }
}

void gateway_tell(struct gateway *g)
{
    if (g->feed.count > 0 && g->tell != NULL)
        g->tell(g);
}

void gateway_tick(struct gateway *g)
{
    if (g->catch_up != NULL)
        gateway_visit_due(g, DUE_CHALLENGE, catch_up, g);
    gateway_tell(g);
}

void gateway_close(struct gateway *g)
{
    journals_free(&g->journals);
    realms_free(&g->realms);
    store_close(g->store);
    g->store = NULL;
    free(g->coverage);
    g->coverage = NULL;
    free(g->meters);
    g->meters = NULL;
    formats_free();
}
