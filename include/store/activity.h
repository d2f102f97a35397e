/* SPDX-License-Identifier: MIT */
/*
 * When each session was last used. A use is written once the stored time is more than a second
 * old; until then it is remembered here, so that no answer depends on the delay.
 */
#ifndef STORE_ACTIVITY_H
#define STORE_ACTIVITY_H

#include <stdint.h>

#define ACTIVITY_SLOTS 256

struct activity_note {
    int64_t session; /* 0: free */
    int64_t stored;  /* what the database has */
    int64_t used;    /* what is true */
};

struct activity {
    struct activity_note notes[ACTIVITY_SLOTS];
};

struct store;

/* Notes a use of `session` at `at`, whose last use as it was read is `known`. */
int store_session_used(struct store *s, int64_t session, int64_t known, int64_t at);

/* The last use of a session, given what the database has. */
int64_t activity_of(const struct activity *a, int64_t session, int64_t stored);

/* What was written may have been undone: whatever is noted is written again. */
void activity_unwritten(struct activity *a);

/* Forgets all notes: after a flush was committed, the database has what they say. */
void store_activity_forget(struct store *s);

/* Writes what is not written yet. */
int store_activity_flush(struct store *s);

#endif
