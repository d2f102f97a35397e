/* SPDX-License-Identifier: MIT */
/* The first start of a database: its default realm, and the people of the operator's seeds. */
#include "operations/operations.h"
#include "seeds.h"
#include "store/realms.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* The well-known keys of control.md section 2. */
static struct realm_row default_row(struct gateway *g, const char *seeds)
{
    struct clock clock;
    int64_t now = gateway_first_clock(g, &clock);
    struct realm_row row = {
        .id = id_next(&g->ids),
        .name = DEFAULT_REALM,
        .api_key = "demo-api-key",
        .ui_key = "demo-ui-key",
        .consumers_profile = 1001,
        .corporates_profile = 1002,
        .tenant_id = "demo-tenant",
        .client_id = "demo-client",
        .client_secret = "demo-secret",
        .settings = "{}",
        .seeds = seeds,
        .clock = clock,
        .created = now,
        .next_due = INT64_MAX,
        .next_delivery = INT64_MAX,
    };

    random_bytes(&g->random, row.seed_key, sizeof row.seed_key);
    return row;
}

static int load_seed(struct arena *a, const char *file, json_t *seeds, char *error,
                     size_t error_size)
{
    struct decoder decoder = {.arena = a, .complaints = LIST_OF(struct complaint)};
    json_error_t at;
    json_t *json = json_load_file(file, 0, &at);

    if (json == NULL) {
        /* -1: it could not be opened */
        int length = snprintf(error, error_size, "seed %s: %s", file, at.text);

        if (at.line > 0 && (size_t) length < error_size)
            snprintf(error + length, error_size - (size_t) length, " (line %d, column %d)", at.line,
                     at.column);
        return -EINVAL;
    }
    json_array_append_new(seeds, json);
    if (seeds_check(&decoder, json) && json_is_object(json))
        return 0;
    if (decoder.complaints.count == 0) {
        snprintf(error, error_size, "seed %s: the document must be an object", file);
        return -EINVAL;
    }
    size_t length = (size_t) snprintf(error, error_size, "seed %s:", file);

    for (size_t i = 0; i < decoder.complaints.count && length < error_size; i++) {
        const struct complaint *c = list_at(&decoder.complaints, i);

        length +=
            (size_t) snprintf(error + length, error_size - length, "%s %s %s", i == 0 ? "" : ";",
                              place_pointer(a, &c->place), complaint_text(a, c));
    }
    return -EINVAL;
}

static int found_default(struct gateway *g, struct arena *a, const json_t *seeds)
{
    char *text = json_dumps(seeds, JSON_COMPACT);
    const struct realm_row row = default_row(g, text);
    struct sown sown;
    struct realm *realm = realm_make(&row);
    int rc = store_begin(g->store);

    if (rc == 0)
        rc = store_realm_insert(g->store, &row);
    if (rc == 0)
        rc = seeds_apply(g, realm, a, row.created, seeds, &sown);
    if (rc == 0)
        rc = store_commit(g->store);
    free(text);
    if (rc < 0) {
        store_rollback(g->store);
        realm_free(realm);
        return rc;
    }
    realms_adopt(&g->realms, realm);
    return 0;
}

int gateway_found(struct gateway *g, bool demo, const char *const *seeds, size_t seeds_count,
                  char *error, size_t error_size)
{
    struct arena arena = ARENA_EMPTY;
    json_t *documents = json_array();
    int rc = 0;

    if (demo)
        json_array_append_new(documents, json_string("demo"));
    for (size_t i = 0; rc == 0 && i < seeds_count; i++)
        rc = load_seed(&arena, seeds[i], documents, error, error_size);
    if (rc == 0) {
        rc = found_default(g, &arena, documents);
        if (rc == -EEXIST || rc == -ENOENT)
            snprintf(error, error_size,
                     "a seed repeats an address or id, or names an identity that it does not make");
        else if (rc < 0)
            snprintf(error, error_size, "can't write the seed: %s", store_error(g->store));
    }
    json_decref(documents);
    arena_free(&arena);
    return rc;
}
