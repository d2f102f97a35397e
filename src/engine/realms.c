/* SPDX-License-Identifier: MIT */
/*
 * The realms in memory: a list, oldest first, and a search tree over salted hashes of their names and
 * keys. A realm's row is in the store before the realm is added here.
 */
#include "engine/realms.h"

#include "base/encode.h"
#include "base/memory.h"
#include "json/decode.h"
#include "store/realms.h"

#include <search.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A node of the tree. The random salt makes collisions of hashes improbable. */
struct leaf {
    uint64_t hash;
    enum realm_key kind;
    struct realm *realm;
};

static int compare_leaves(const void *a, const void *b)
{
    const struct leaf *x = a;
    const struct leaf *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (int) x->kind - (int) y->kind;
}

static const char *key_of(const struct realm *realm, enum realm_key kind)
{
    const char *const keys[] = {
        [REALM_BY_NAME] = realm->name,        [REALM_BY_API_KEY] = realm->api_key,
        [REALM_BY_UI_KEY] = realm->ui_key,    [REALM_BY_TENANT] = realm->tenant_id,
        [REALM_BY_CLIENT] = realm->client_id, [REALM_BY_ID] = NULL,
    };

    return keys[kind];
}

static struct leaf leaf_for(const struct realms *realms, enum realm_key kind, const char *value)
{
    struct leaf leaf = {.kind = kind};

    crypto_shorthash((unsigned char *) &leaf.hash, (const unsigned char *) value, strlen(value),
                     realms->salt);
    return leaf;
}

int64_t realm_money_profile(const struct realm *realm, enum money_profile kind)
{
    return realm->corporates_profile + 1 + (int64_t) kind;
}

void realms_init(struct realms *realms)
{
    *realms = (struct realms){.end = NULL};
    realms->end = &realms->first;
    randombytes_buf(realms->salt, sizeof realms->salt);
}

void realm_free(struct realm *realm)
{
    faults_clear(&realm->faults);
    free(realm->coverage);
    json_decref(realm->settings_json);
    json_decref(realm->changed_settings);
    arena_free(&realm->settings_arena);
    arena_free(&realm->arena);
    free(realm);
}

static struct leaf leaf_of(const struct realms *realms, struct realm *realm, enum realm_key kind)
{
    const char *key = key_of(realm, kind);
    struct leaf leaf = {.hash = (uint64_t) realm->id, .kind = kind};

    if (key != NULL)
        leaf = leaf_for(realms, kind, key);
    leaf.realm = realm;
    return leaf;
}

static void index_realm(struct realms *realms, struct realm *realm)
{
    for (enum realm_key kind = REALM_BY_NAME; kind <= REALM_BY_ID; kind++) {
        struct leaf *leaf = memory_alloc(sizeof *leaf);

        *leaf = leaf_of(realms, realm, kind);
        if (tsearch(leaf, &realms->index, compare_leaves) == NULL)
            memory_exhausted();
    }
}

static void unindex_realm(struct realms *realms, struct realm *realm)
{
    for (enum realm_key kind = REALM_BY_NAME; kind <= REALM_BY_ID; kind++) {
        struct leaf wanted = leaf_of(realms, realm, kind);
        struct leaf **found = tfind(&wanted, &realms->index, compare_leaves);
        struct leaf *leaf = *found;

        tdelete(leaf, &realms->index, compare_leaves);
        free(leaf);
    }
}

void realms_free(struct realms *realms)
{
    while (realms->first != NULL)
        realms_remove(realms, realms->first);
}

struct realm *realms_find(const struct realms *realms, enum realm_key kind, const char *value)
{
    struct leaf wanted = leaf_for(realms, kind, value);
    struct leaf **found = tfind(&wanted, &realms->index, compare_leaves);

    if (found == NULL || !is_same_secret(key_of((*found)->realm, kind), value))
        return NULL;
    return (*found)->realm;
}

struct realm *realms_find_by_id(const struct realms *realms, int64_t id)
{
    struct leaf wanted = {.hash = (uint64_t) id, .kind = REALM_BY_ID};
    struct leaf **found = tfind(&wanted, &realms->index, compare_leaves);

    return found == NULL ? NULL : (*found)->realm;
}

struct realm *realms_find_by_id_or_name(const struct realms *realms, const char *id_or_name)
{
    struct realm *realm = realms_find_by_id(realms, id_parse(id_or_name));

    return realm == NULL ? realms_find(realms, REALM_BY_NAME, id_or_name) : realm;
}

void realm_apply_settings(struct realm *realm, json_t *changed)
{
    struct decoder d = {.arena = &realm->settings_arena, .complaints = LIST_OF(struct complaint)};
    json_t *all = settings_merged(changed);

    arena_reset(&realm->settings_arena);
    realm->settings = (struct settings){0};
    rules_decode_object(&d, settings_rules, NULL, all, &realm->settings);
    json_decref(realm->settings_json);
    json_decref(realm->changed_settings);
    realm->settings_json = all;
    realm->changed_settings = changed;
}

struct realm *realm_new(const struct realm_row *row)
{
    struct realm *realm = memory_zeroed(1, sizeof *realm);
    struct arena *a = &realm->arena;

    realm->id = row->id;
    realm->name = arena_text(a, row->name);
    realm->api_key = arena_text(a, row->api_key);
    realm->ui_key = arena_text(a, row->ui_key);
    realm->consumers_profile = row->consumers_profile;
    realm->corporates_profile = row->corporates_profile;
    realm->tenant_id = arena_text(a, row->tenant_id);
    realm->client_id = arena_text(a, row->client_id);
    realm->client_secret = arena_text(a, row->client_secret);
    realm->clock = row->clock;
    realm->created = row->created;
    realm->outbox_count = COUNT_UNKNOWN;
    journal_init(&realm->journal);
    faults_init(&realm->faults);
    memcpy(realm->seed_key, row->seed_key, sizeof realm->seed_key);
    realm_apply_settings(realm, json_loads(row->settings, 0, NULL));
    return realm;
}

void realms_add(struct realms *realms, struct realm *realm)
{
    *realms->end = realm;
    realms->end = &realm->next;
    realms->count++;
    index_realm(realms, realm);
}

void realms_remove(struct realms *realms, struct realm *realm)
{
    struct realm **at = &realms->first;

    while (*at != realm)
        at = &(*at)->next;
    *at = realm->next;
    if (realms->end == &realm->next)
        realms->end = at;
    realms->count--;
    unindex_realm(realms, realm);
    realm_free(realm);
}

void realm_roll_back(struct realm *realm, struct store *store)
{
    store_rollback(store);
    if (realm != NULL)
        realm->outbox_count = COUNT_UNKNOWN;
}

int realms_load(struct realms *realms, struct store *store)
{
    struct arena arena = ARENA_EMPTY;
    struct list rows;
    int rc = store_realms(store, &arena, &rows);

    for (size_t i = 0; rc == 0 && i < rows.count; i++)
        realms_add(realms, realm_new(list_at(&rows, i)));
    arena_free(&arena);
    return rc;
}
