/* SPDX-License-Identifier: MIT */
/*
 * Runs timed work (due.h). Each realm has the next due time of each kind, by its own clock. The
 * schedule has, for each kind, the earliest of them by the machine's clock; until then a run costs
 * one comparison for each kind.
 */
#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include "engine/due.h"
#include "engine/realms.h"

/*
 * A handler of a kind without `act`: does what is due in the realm and returns the next due time.
 * False: it can't handle any realm until schedule_resume is called.
 */
typedef bool due_handler(void *context, struct realm *realm, int64_t *ret_next);

struct schedule_row {
    const struct due_kind *kind;
    due_handler *visit; /* the handler of a kind without `act`; NULL: none */
    void *context;
    int64_t check_at;    /* monotonic ms: when to check the realms; INT64_MAX: never */
    struct realm *first; /* the realms with work of this kind */
    struct realm **end;
};

struct schedule {
    struct gateway *gateway; /* passed to `act` */
    struct store *store;
    struct schedule_row *rows; /* one for each kind */
    size_t count;
};

/* `kinds` is ended by NULL. */
void schedule_init(struct schedule *s, struct gateway *gateway, struct store *store,
                   const struct due_kind *const *kinds);
void schedule_free(struct schedule *s);

/* Reads the due times of all realms from the store. 0 or a negative errno. */
int schedule_load(struct schedule *s, const struct realms *realms);

/* Sets the handler of a kind without `act`; NULL removes it. It runs outside of transactions. */
void schedule_set_handler(struct schedule *s, const struct due_kind *kind, due_handler *visit,
                          void *context);
void schedule_resume(struct schedule *s, const struct due_kind *kind);

/* Give a realm its slots, and remove it from all lists. */
void schedule_add_realm(const struct schedule *s, struct realm *realm);
void schedule_remove_realm(struct schedule *s, struct realm *realm);

/* Something of the kind is, or may be, due in the realm at `time`. */
void schedule_expect(struct schedule *s, struct realm *realm, const struct due_kind *kind,
                     int64_t time);

/* The realm's content was replaced: its due times are read again. */
void schedule_reload_realm(struct schedule *s, struct realm *realm);

/* A clock was moved. */
void schedule_clock_moved(struct schedule *s);

/*
 * Does a piece of what is due in the realm of a request at its time `now`, for the kinds with `act`, in
 * the order of their registration. 0 when nothing is due any more, 1 when more is, or a negative errno.
 */
int schedule_catch_up(struct schedule *s, struct realm *realm, int64_t now, struct arena *a);

/* Does what is due in all realms. A failure is logged, and retried after a second. */
void schedule_run(struct schedule *s);

/* The time in ms until schedule_run must be called; -1: unlimited. */
int schedule_wait(const struct schedule *s);

#endif
