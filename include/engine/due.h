/* SPDX-License-Identifier: MIT */
/*
 * What happens in a realm by itself once its time has come: a challenge expires, a webhook is tried
 * again. Each kind is a row that its module registers (registry.h); schedule.h does them.
 */
#ifndef ENGINE_DUE_H
#define ENGINE_DUE_H

#include "store/store.h"

#include <stdbool.h>

struct gateway;
struct realm;

struct due_kind {
    const char *name; /* what the log calls it */
    /* asked once, at the start: the next time in each realm that has one, a list of struct due_time */
    int (*next_times)(struct store *s, struct arena *a, struct list *ret);
    /*
     * Does what is due by the realm's clock, in a transaction that it is given, and tells when the
     * next is due (INT64_MAX: nothing more). 0 or a negative errno. NULL: it is done by whoever
     * attends to the kind (schedule_attend).
     */
    int (*act)(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next);
};

/* Of one realm and one kind. */
struct due_slot {
    int64_t time;       /* when the next is due, by the realm's clock; INT64_MAX: none */
    bool listed;        /* among the realms in which something of the kind is expected */
    struct realm *next; /* of those */
};

#endif
