/* SPDX-License-Identifier: MIT */
/*
 * Timed work in a realm: a challenge expires, a webhook is retried. Each kind of work is a row that
 * its module registers (registry.h); schedule.h runs it when it is due.
 */
#ifndef ENGINE_DUE_H
#define ENGINE_DUE_H

#include "store/store.h"

#include <stdbool.h>

struct gateway;
struct realm;

struct due_kind {
    const char *name; /* as the log shows it */
    /* called once, at the start: the due times of all realms, a list of struct due_time */
    int (*next_times)(struct store *s, struct arena *a, struct list *ret);
    /*
     * Does what is due by the realm's clock, inside the caller's transaction, and returns the next
     * due time (INT64_MAX: none). 0 or a negative errno. NULL: the kind has a handler
     * (schedule_set_handler) that runs outside of transactions.
     */
    int (*act)(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next);
};

/* The state of one kind in one realm. */
struct due_slot {
    int64_t time;       /* the next due time, by the realm's clock; INT64_MAX: none */
    bool listed;        /* in the list of realms with work of this kind */
    struct realm *next; /* in that list */
};

#endif
