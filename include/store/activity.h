/* SPDX-License-Identifier: MIT */
/*
 * The last use of each session. It is written to the database only if the stored time is more than a
 * second older; until then it is kept here, so that no answer depends on the delay.
 */
#ifndef STORE_ACTIVITY_H
#define STORE_ACTIVITY_H

#include <stdint.h>

#define ACTIVITY_SLOTS 256

struct activity_note {
    int64_t session; /* 0: free */
    int64_t stored;  /* the last use in the database */
    int64_t used;    /* the actual last use */
};

struct activity {
    struct activity_note notes[ACTIVITY_SLOTS];
};

struct store;

/* Records a use of `session` at `at`. `known` is its last use as it was read from the database. */
int store_session_used(struct store *s, int64_t session, int64_t known, int64_t at);

/* The last use of a session; `stored` is the one in the database. */
int64_t activity_last_use(const struct activity *a, int64_t session, int64_t stored);

/* After a rollback, which may have undone writes: all notes are written again. */
void activity_mark_unwritten(struct activity *a);

/* Deletes all notes. Only after store_activity_flush was committed. */
void store_activity_clear(struct store *s);

/* Writes all uses that are not in the database yet. */
int store_activity_flush(struct store *s);

#endif
