/* SPDX-License-Identifier: MIT */
/*
 * Opens and closes the state that all requests share, and adds and removes realms. A realm also has a
 * journal, event streams and timed work; they are added and removed here with it, so that no caller
 * can forget one.
 */
#include "engine/gateway.h"

#include "base/blocks.h"
#include "base/clock.h"
#include "base/memory.h"
#include "store/ids.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* Random gaps, so that ids can't be guessed from others. */
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
    if (rc == 0)
        rc = schedule_load(&g->schedule, &g->realms);
    if (rc < 0)
        return rc;
    signer_init(&g->signer, seed);
    /* the same random seed must not generate again what the database already has from it */
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
        .publish = options->publish,
        .origins = options->origins,
        .app_key_origins = options->app_key_origins,
        .control_token = options->control_token,
        .reproducible = options->reproducible,
        .url = "http://localhost",
        .scheme = "http",
        .snapshot_bytes_most = SNAPSHOT_BYTES_MOST,
        .started = clock_monotonic(),
        .started_at = clock_now(&(struct clock){.frozen = false}),
        .meters = memory_zeroed(options->registry->count + 1, sizeof(struct meter)),
        .coverage = coverage_new(options->registry->count),
    };
    json_set_alloc_funcs(block_alloc, block_free);
    if (sodium_init() < 0) {
        snprintf(error, error_size, "the system provides no random numbers");
        return -1;
    }
    random_init(&g->random);
    formats_init();
    realms_init(&g->realms);
    journals_init(&g->journals);
    int rc = store_open(options->database, &g->store, error, error_size);

    if (rc < 0)
        return rc;
    feed_init(&g->feed, g->store, &g->journals);
    schedule_init(&g->schedule, g, g->store, options->registry->due_kinds);
    rc = read_store(g);
    if (memory_failed())
        memory_exhausted();
    if (rc < 0)
        snprintf(error, error_size, "can't read the database: %s", store_error(g->store));
    return rc;
}

int64_t gateway_initial_clock(const struct gateway *g, struct clock *ret)
{
    *ret = (struct clock){.frozen = false};
    if (!g->reproducible)
        return clock_now(ret);
    clock_set(ret, REPRODUCIBLE_START);
    return REPRODUCIBLE_START;
}

struct clock gateway_clock(const struct gateway *g)
{
    const struct realm *realm =
        g->reproducible ? realms_find(&g->realms, REALM_BY_NAME, DEFAULT_REALM) : NULL;

    return realm == NULL ? (struct clock){.frozen = false} : realm->clock;
}

int64_t gateway_offset(const struct gateway *g, const struct clock *clock)
{
    /* a stopped clock of a reproducible run must not depend on the machine's time */
    return g->reproducible && clock->frozen ? clock->stopped_at - REPRODUCIBLE_START
                                            : clock->offset;
}

void gateway_add_realm(struct gateway *g, struct realm *realm)
{
    schedule_add_realm(&g->schedule, realm);
    realms_add(&g->realms, realm);
}

void gateway_remove_realm(struct gateway *g, struct realm *realm)
{
    schedule_remove_realm(&g->schedule, realm);
    journal_clear(&g->journals, &realm->journal);
    feed_end_realm(&g->feed, realm->id);
    realms_remove(&g->realms, realm);
}

void gateway_publish(struct gateway *g)
{
    if (g->feed.count > 0 && g->publish != NULL)
        g->publish(g);
}

void gateway_tick(struct gateway *g)
{
    schedule_run(&g->schedule);
    gateway_publish(g);
}

void gateway_close(struct gateway *g)
{
    journals_free(&g->journals);
    realms_free(&g->realms);
    schedule_free(&g->schedule);
    store_close(g->store);
    g->store = NULL;
    free(g->coverage);
    g->coverage = NULL;
    free(g->meters);
    g->meters = NULL;
    formats_free();
}
