/* SPDX-License-Identifier: MIT */
/*
 * The realms in memory: their keys, clocks and settings, found by the keys that a client sends. Their
 * content is in the store; every change here is written there in the same request.
 */
#ifndef ENGINE_REALMS_H
#define ENGINE_REALMS_H

#include "engine/due.h"
#include "engine/faults.h"
#include "engine/records/coverage.h"
#include "engine/records/journal.h"
#include "engine/settings.h"
#include "model/money.h"
#include "model/realm.h"
#include "store/store.h"

/* The number of requests since the start of a window, by the realm's clock. */
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
    uint64_t event_count;   /* counts messages and requests, for requests that wait for one */
    int64_t outbox_count;   /* messages in the outbox, or COUNT_UNKNOWN: must be counted */
    int sessions_ended;     /* since the ended ones were last counted */
    int challenges_settled; /* the same */
    int readers;            /* requests that read its content in pieces: others don't write */
    uint64_t generation;    /* incremented when the content is replaced */
    struct journal journal;
    struct faults faults;
    struct coverage *coverage;   /* by operation; NULL: no request of a client yet */
    struct due_slot *due;        /* timed work, a slot for each kind (schedule.h) */
    json_t *changed_settings;    /* only those that differ from the defaults */
    struct arena settings_arena; /* owns what `settings` points to, besides settings_json */
    json_t *settings_json;       /* all settings, defaults included */
    struct settings settings;
    struct realm *next;
};

/* The profiles for money have the ids behind that of the profile for corporates. */
int64_t realm_money_profile(const struct realm *realm, enum money_profile kind);

enum realm_key {
    REALM_BY_NAME,
    REALM_BY_API_KEY,
    REALM_BY_UI_KEY,
    REALM_BY_TENANT,
    REALM_BY_CLIENT,
    REALM_BY_ID
};

struct realms {
    struct realm *first; /* oldest first */
    struct realm **end;
    size_t count;
    void *index; /* a search tree over salted hashes, so that timing reveals nothing about a key */
    unsigned char salt[16];
};

#define DEFAULT_REALM "default"

void realms_init(struct realms *realms);
void realms_free(struct realms *realms);

/* Reads all realms of the store. */
int realms_load(struct realms *realms, struct store *store);

struct realm *realms_find(const struct realms *realms, enum realm_key kind, const char *value);
struct realm *realms_find_by_id(const struct realms *realms, int64_t id);
struct realm *realms_find_by_id_or_name(const struct realms *realms, const char *id_or_name);

/* A new realm, copied from the row; the caller adds or frees it. */
struct realm *realm_new(const struct realm_row *row);
void realm_free(struct realm *realm);

/* Adds a realm and takes ownership. */
void realms_add(struct realms *realms, struct realm *realm);

/* Rolls back, and invalidates the outbox count of the realm, which may be NULL. */
void realm_roll_back(struct realm *realm, struct store *store);

/* Removes and frees the realm. */
void realms_remove(struct realms *realms, struct realm *realm);

/* Makes `changed` the realm's settings; takes the reference. */
void realm_apply_settings(struct realm *realm, json_t *changed);

#endif
