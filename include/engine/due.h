/* SPDX-License-Identifier: MIT */
/*
 * Timed work in a realm: a challenge expires, a webhook is retried. Each kind of work is a row that
 * its module registers (registry.h); schedule.h runs it when it is due.
 */
#ifndef ENGINE_DUE_H
#define ENGINE_DUE_H

#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

struct gateway;
struct realm;

/* How many items are processed at once: some milliseconds of work. */
#define DUE_PIECE 100

struct due_kind {
    const char *name; /* as the log shows it */
    /* called once, at the start: the due times of all realms, a list of struct due_time */
    int (*next_times)(struct store *s, struct arena *a, struct list *ret);
    /*
     * Does what is due by the realm's clock, inside the caller's transaction, and returns the next
     * due time (INT64_MAX: none). Does at most DUE_PIECE items, so that nobody waits for long; with more to
     * do it returns a time that has passed, and is called again after other requests. 0 or a negative
     * errno. NULL: the kind has a handler (schedule_set_handler) that runs outside of transactions.
     */
    int (*act)(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next);
};

/*
 * When to remove what time has ended, for work that may be late: as soon as a piece of it is full, else a
 * second after the last look at the earliest. `first` and `full` are the times of the first item and of the
 * one that fills a piece; INT64_MAX: there is none.
 */
int64_t due_in_pieces(int64_t first, int64_t full, int64_t now);

/* The state of one kind in one realm. */
struct due_slot {
    int64_t time;       /* the next due time, by the realm's clock; INT64_MAX: none */
    bool listed;        /* in the list of realms with work of this kind */
    struct realm *next; /* in that list */
};

#endif
