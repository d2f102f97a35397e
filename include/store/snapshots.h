/* SPDX-License-Identifier: MIT */
/* Snapshots: copies of the content of a realm, in separate tables. Error codes as in store.h. */
#ifndef STORE_SNAPSHOTS_H
#define STORE_SNAPSHOTS_H

#include "base/clock.h"
#include "store/store.h"

struct snapshot {
    int64_t id;
    const char *name;
    int64_t created;      /* by the realm's clock */
    struct clock clock;   /* at that time */
    const char *settings; /* as in struct realm_row; only set by store_snapshot_find */
    const char *seeds;
    const void *rates; /* counts of the rate limits, rates_size bytes */
    size_t rates_size;
    bool tokens_removed; /* as store_realm_mark_tokens; only set by store_snapshot_find */
    int64_t
        bytes; /* what it takes; only set for store_snapshot_take, and by store_snapshot_largest */
};

/*
 * What a snapshot of the realm takes if it is taken now: the bytes of its texts, and 8 for each value. The
 * database needs about as much.
 */
int store_snapshot_size(struct store *s, int64_t realm, int64_t *ret);

/* What all snapshots of all realms take, without the realm's one of this name. */
int store_snapshots_size(struct store *s, int64_t realm, const char *name, int64_t *ret);

/* The largest of these, with its realm's name. -ENOENT if there is none. */
int store_snapshot_largest(struct store *s, struct arena *a, int64_t realm, const char *name,
                           const char **ret_realm, struct snapshot *ret);

/* Copies the realm, with its stored settings and seeds. */
int store_snapshot_take(struct store *s, int64_t realm, const struct snapshot *snapshot);

/* The snapshot of that name. */
int store_snapshot_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                        struct snapshot *ret);

/* All snapshots of the realm, oldest first: a list of struct snapshot with name and time. */
int store_snapshots(struct store *s, struct arena *a, int64_t realm, struct list *ret);

/* Copies the snapshot into the realm, which must be empty, and sets its settings and seeds. */
int store_snapshot_restore(struct store *s, int64_t realm, const struct snapshot *snapshot);

/* -ENOENT if there is none of that name. */
int store_snapshot_delete(struct store *s, int64_t realm, const char *name);

#endif
