/* SPDX-License-Identifier: MIT */
/*
 * The realms in memory: their keys, clocks and settings, found by what a client sends.
 * Their content is in the store; every change here is written there in the same request.
 */
#ifndef ENGINE_REALMS_H
#define ENGINE_REALMS_H

#include "engine/due.h"
#include "engine/faults.h"
#include "engine/records/coverage.h"
#include "engine/records/journal.h"
#include "engine/settings.h"
#include "model/realm.h"
#include "store/store.h"

/* Requests since the start of a window, by the realm's clock. */
#define RATE_WINDOWS 3
struct rate_window {
    int64_t start;
    int64_t count;
};

#define COUNT_UNKNOWN (-1)

struct realm {
    struct arena arena; /* owns the strings */
    int64_t id;
    const char *name;
    const char *api_key;
    const char *ui_key;
    int64_t consumers_profile;
    int64_t corporates_profile;
    const char *tenant_id;
    const char *client_id;
    const char *client_secret;
    unsigned char seed_key[RANDOM_KEY_SIZE];
    int64_t created;
    struct clock clock;
    struct rate_window rates[RATE_WINDOWS]; /* a minute, an hour, a day */
    uint64_t news;        /* messages and requests so far, for those who wait for one */
    int64_t outbox_count; /* messages kept, or COUNT_UNKNOWN: to be counted */
    uint64_t generation;  /* how often its content was replaced */
    struct journal journal;
    struct faults faults;
    struct coverage *coverage;   /* by operation; NULL: no client came yet */
    struct due_slot *due;        /* what happens next by itself, a slot a kind (schedule.h) */
    json_t *changed_settings;    /* what differs from the defaults */
    struct arena settings_arena; /* what the decoded ones point to, beside settings_json */
    json_t *settings_json;       /* all of them */
    struct settings settings;
    struct realm *next;
};

enum realm_key { REALM_BY_NAME, REALM_BY_API_KEY, REALM_BY_TENANT, REALM_BY_CLIENT, REALM_BY_ID };

struct realms {
    struct realm *first; /* in the order of making */
    struct realm **end;
    size_t count;
    void *index; /* a search tree over salted hashes: no timing tells how much of a key is right */
    unsigned char salt[16];
};

#define DEFAULT_REALM "default"

void realms_init(struct realms *realms);
void realms_free(struct realms *realms);

/* Reads all realms of the store. */
int realms_load(struct realms *realms, struct store *store);

struct realm *realms_find(const struct realms *realms, enum realm_key kind, const char *value);
struct realm *realms_find_by_id(const struct realms *realms, int64_t id);
struct realm *realms_find_named(const struct realms *realms, const char *id_or_name);

/* A realm of its own, copied from the row; whoever made it adopts or frees it. */
struct realm *realm_make(const struct realm_row *row);
void realm_free(struct realm *realm);

/* Adds a realm, and owns it from now on. */
void realms_adopt(struct realms *realms, struct realm *realm);

/* Undoes the transaction, and what was counted of the realm, which may be NULL, in it. */
void realm_roll_back(struct realm *realm, struct store *store);

/* Takes it out and frees it. */
void realms_remove(struct realms *realms, struct realm *realm);

/* Makes `changed` the realm's settings; takes the reference. */
void realm_apply_settings(struct realm *realm, json_t *changed);

#endif
