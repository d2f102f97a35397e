/* SPDX-License-Identifier: MIT */
/*
 * When what is to be done in which realm. A realm knows the next time of each kind, by its own
 * clock; the schedule knows, by the machine's, when to look at the realms that expect something.
 * Until then it costs a comparison a kind.
 */
#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include "engine/due.h"
#include "engine/realms.h"

/*
 * Does what is due in the realm, in the time that it finds right, and tells when the next is. False:
 * not now, and nobody else's either, until schedule_resume.
 */
typedef bool due_visit(void *context, struct realm *realm, int64_t *ret_next);

struct schedule_row {
    const struct due_kind *kind;
    due_visit *visit; /* of whoever attends to a kind without an act; NULL: nobody does */
    void *context;
    int64_t look;        /* monotonic ms: when to look at the realms; INT64_MAX: never */
    struct realm *first; /* the realms in which something is expected */
    struct realm **end;
};

struct schedule {
    struct gateway *gateway; /* for the acts */
    struct store *store;
    struct schedule_row *rows; /* a kind each */
    size_t count;
};

/* Of the kinds, a list ended by NULL. */
void schedule_init(struct schedule *s, struct gateway *gateway, struct store *store,
                   const struct due_kind *const *kinds);
void schedule_free(struct schedule *s);

/* Asks each kind once for what the realms of the store expect. 0 or a negative errno. */
int schedule_load(struct schedule *s, const struct realms *realms);

/* Has someone do what is due of a kind without an act, outside of any transaction. */
void schedule_attend(struct schedule *s, const struct due_kind *kind, due_visit *visit,
                     void *context);
void schedule_resume(struct schedule *s, const struct due_kind *kind);

/* From its adoption to its removal a realm has a slot a kind. */
void schedule_add_realm(const struct schedule *s, struct realm *realm);
void schedule_remove_realm(struct schedule *s, struct realm *realm);

/* Tells that something of the kind is due in the realm at `time`, or that it may be. */
void schedule_expect(struct schedule *s, struct realm *realm, const struct due_kind *kind,
                     int64_t time);

/* The realm's content was replaced: what is due in it is found out anew. */
void schedule_look_again(struct schedule *s, struct realm *realm);

/* A clock was moved. */
void schedule_clock_moved(struct schedule *s);

/*
 * Does what is due in the realm of a request at its time `now`, of the kinds with an act, in the
 * order of their registration. 0 or a negative errno.
 */
int schedule_catch_up(struct schedule *s, struct realm *realm, int64_t now, struct arena *a);

/* Does what is due in all realms. A fault is logged, and its realm left alone for a while. */
void schedule_run(struct schedule *s);

/* In how many ms that is to be done again; -1: not until something is expected. */
int schedule_wait(const struct schedule *s);

#endif
