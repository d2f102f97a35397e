/* SPDX-License-Identifier: MIT */
/* Snapshots: copies of what is in a realm, in tables of their own. Error codes as in store.h. */
#ifndef STORE_SNAPSHOTS_H
#define STORE_SNAPSHOTS_H

#include "base/clock.h"
#include "store/store.h"

struct snapshot {
    int64_t id;
    const char *name;
    int64_t created;      /* by the realm's clock */
    struct clock clock;   /* as it was then */
    const char *settings; /* as of struct realm_row; only of one that was found */
    const char *seeds;
    const void *rates; /* the program's counts, of so many bytes */
    size_t rates_size;
};

/* Copies the realm; settings and seeds are the realm's as they are stored. */
int store_snapshot_take(struct store *s, int64_t realm, const struct snapshot *snapshot);

/* The snapshot of that name. */
int store_snapshot_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                        struct snapshot *ret);

/* All of the realm, oldest first: a list of struct snapshot. */
int store_snapshots(struct store *s, struct arena *a, int64_t realm, struct list *ret);

/* Fills the realm, which is empty, and gives it settings and seeds. */
int store_snapshot_return(struct store *s, int64_t realm, const struct snapshot *snapshot);

/* -ENOENT when there is none of that name. */
int store_snapshot_delete(struct store *s, int64_t realm, const char *name);

#endif
