/* SPDX-License-Identifier: MIT */
/* The first start with a new database: the default realm, and the operator's seed files. */
#include "seeds/first_start.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "json/values.h"
#include "seeds/seeds.h"
#include "store/realms.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The documented keys of the default realm (control.md 2). */
static struct realm_row default_row(struct gateway *g, const char *seeds)
{
    struct clock clock;
    int64_t now = gateway_initial_clock(g, &clock);
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
    };

    random_bytes(&g->random, row.seed_key, sizeof row.seed_key);
    return row;
}

/* The documents of a first start: as text, which the realm keeps for its resets, and decoded. */
struct first_start {
    struct arena arena;
    struct text text; /* of a JSON array */
    json_t *documents;
    struct list seeds; /* struct seed */
};

static void add_document(struct first_start *f, json_t *json, const char *text, size_t length)
{
    text_char(&f->text, f->text.length == 0 ? '[' : ',');
    text_addn(&f->text, text, length);
    json_array_append_new(f->documents, json);
}

static int fail_seed(const struct decoder *d, const char *file, char *error, size_t error_size)
{
    size_t length = (size_t) snprintf(error, error_size, "seed %s:", file);

    if (d->complaints.count == 0)
        snprintf(error, error_size, "seed %s: the document must be an object", file);
    for (size_t i = 0; i < d->complaints.count && length < error_size; i++) {
        const struct complaint *c = list_at(&d->complaints, i);
        const char *pointer = place_pointer(d->arena, &c->place);

        length += (size_t) snprintf(error + length, error_size - length, "%s %s %s",
                                    i == 0 ? "" : ";", pointer, complaint_text(d->arena, c));
    }
    if (d->more > 0 && length < error_size)
        snprintf(error + length, error_size - length, "; and %zu more", d->more);
    return -EINVAL;
}

static int load_seed(struct first_start *f, const char *file, char *error, size_t error_size)
{
    struct decoder decoder = {.arena = &f->arena, .complaints = LIST_OF(struct complaint)};
    char sentence[500];
    json_error_t at = {.text = ""};
    size_t length;
    char *text = file_text(file, &length, sentence, sizeof sentence);
    json_t *json = text == NULL ? NULL : json_parse(text, length, 0, &at);

    if (memory_failed())
        memory_exhausted();
    if (text == NULL)
        snprintf(error, error_size, "seed: %s", sentence);
    else if (json == NULL)
        snprintf(error, error_size, "seed %s %s (line %d, column %d)", file,
                 json_fault(&f->arena, &at), at.line, at.column);
    else
        add_document(f, json, text, length);
    free(text);
    if (json == NULL)
        return -EINVAL;
    struct seed *seed = list_add(&f->seeds, &f->arena);

    bool good = seed_read(&decoder, json, seed) && json_is_object(json);

    if (memory_failed())
        memory_exhausted();
    return good ? 0 : fail_seed(&decoder, file, error, error_size);
}

static void add_demo(struct first_start *f)
{
    static const char demo[] = "\"demo\"";

    add_document(f, json_string("demo"), demo, strlen(demo));
    *(struct seed *) list_add(&f->seeds, &f->arena) =
        (struct seed){.json = json_array_get(f->documents, 0)};
}

static int create_realm(struct gateway *g, struct first_start *f)
{
    text_add(&f->text, f->text.length == 0 ? "[]" : "]");
    const struct realm_row row = default_row(g, text_string(&f->text));
    struct seed_result result;
    struct realm *realm = realm_new(&row);
    int rc = store_begin(g->store);

    if (rc == 0)
        rc = store_realm_insert(g->store, &row);
    if (rc == 0)
        rc = seeds_apply(g, realm, &f->arena, row.created, f->seeds.items, f->seeds.count, &result);
    if (rc == 0)
        rc = store_commit(g->store);
    if (rc < 0) {
        store_rollback(g->store);
        realm_free(realm);
        return rc;
    }
    gateway_add_realm(g, realm);
    return 0;
}

int first_start_create_realm(struct gateway *g, bool demo, const char *const *seeds,
                             size_t seeds_count, char *error, size_t error_size)
{
    struct first_start f = {
        .arena = ARENA_EMPTY, .documents = json_array(), .seeds = LIST_OF(struct seed)};
    int rc = 0;

    f.text = TEXT_IN(&f.arena);
    if (demo)
        add_demo(&f);
    for (size_t i = 0; rc == 0 && i < seeds_count; i++)
        rc = load_seed(&f, seeds[i], error, error_size);
    if (rc == 0) {
        rc = create_realm(g, &f);
        if (rc == -EEXIST || rc == -ENOENT)
            snprintf(
                error, error_size,
                "a seed repeats an address or id, or refers to an identity that it does not contain");
        else if (rc < 0)
            snprintf(error, error_size, "can't store the seed: %s", store_error(g->store));
    }
    json_decref(f.documents);
    arena_free(&f.arena);
    return rc;
}
