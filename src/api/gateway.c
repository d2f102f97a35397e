/* SPDX-License-Identifier: MIT */
/* Making and ending what all requests share. */
#include "api/gateway.h"

#include "base/clock.h"

#include <sodium.h>
#include <stdio.h>

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
        rc = store_last_id(g->store, &g->ids.last);
    if (rc == 0)
        rc = realms_load(&g->realms, g->store);
    if (rc < 0)
        return rc;
    signer_init(&g->signer, seed);
    g->ids.random = &g->random;
    if (g->ids.last < ID_FIRST)
        g->ids.last = ID_FIRST;
    return 0;
}

int gateway_open(struct gateway *g, const struct gateway_options *options, char *error,
                 size_t error_size)
{
    *g = (struct gateway){
        .families = options->families,
        .operations = options->operations,
        .operations_count = options->operations_count,
        .catch_up = options->catch_up,
        .cors = options->cors,
        .control_token = options->control_token,
        .url = "http://localhost",
        .started = clock_monotonic(),
    };
    if (sodium_init() < 0) {
        snprintf(error, error_size, "the system gives no random numbers");
        return -1;
    }
    random_init(&g->random);
    random_letters(&g->random, g->reference_head, sizeof g->reference_head - 1);
    formats_init();
    realms_init(&g->realms);
    int rc = store_open(options->database, &g->store, error, error_size);

    if (rc < 0)
        return rc;
    rc = read_store(g);
    if (rc < 0)
        snprintf(error, error_size, "can't read the database: %s", store_error(g->store));
    return rc;
}

void gateway_close(struct gateway *g)
{
    realms_free(&g->realms);
    store_close(g->store);
    g->store = NULL;
    formats_free();
}
