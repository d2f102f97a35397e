/* SPDX-License-Identifier: MIT */
/*
 * Sessions. Readers return the current last activity, even if it isn't written yet.
 * Error codes as in store.h.
 */
#ifndef DIRECTORY_SESSIONS_STORE_H
#define DIRECTORY_SESSIONS_STORE_H

#include "model/session.h"
#include "store/activity.h"
#include "store/store.h"

int store_session_insert(struct store *s, const struct session *session);

/* The session of a token, in any realm; -ENOENT unless the token is exactly that session's. */
int store_session_find_by_token(struct store *s, const char *token, struct session *ret);
int store_session_find(struct store *s, int64_t id, struct session *ret);
int store_session_token(struct store *s, struct arena *a, int64_t id, const char **ret);

/*
 * Visits a person's sessions that were not ended, newest first, until `visit` returns true: there may
 * be very many, and few are needed. The token is only valid during the visit.
 */
typedef bool session_visit(void *context, const struct session *session);
int store_sessions_of_person(struct store *s, int64_t realm, int64_t person, session_visit *visit,
                             void *context);

/* The same for sessions that a credential of the Customer API was used to open. */
int store_sessions_of_credential(struct store *s, int64_t realm, int64_t credential,
                                 session_visit *visit, void *context);

/*
 * The same for sessions of a person, or of all people for 0, that are listed behind the session `before`;
 * its id is 0 at the beginning.
 */
int store_sessions_before(struct store *s, int64_t realm, int64_t person,
                          const struct session *before, session_visit *visit, void *context);

int store_session_step_up(struct store *s, int64_t id);

/* -ENOENT when it had ended before. */
int store_session_end(struct store *s, int64_t realm, int64_t id, int64_t now);

/* Ends a person's sessions: those that the address of `user` opened, or all for 0. */
int store_sessions_end(struct store *s, int64_t realm, int64_t person, int64_t user, int64_t now);

/* Ends the sessions that a credential of the Customer API was used to open. */
int store_sessions_end_of_credential(struct store *s, int64_t realm, int64_t credential,
                                     int64_t now);

/*
 * Pieces of sessions_due (sessions.h). They do at most `most` sessions, and return for how many it was time: of those
 * that the database shows as idle some may have been used since.
 */
int store_sessions_lapse_idle(struct store *s, struct arena *a, int64_t realm, int64_t now,
                              int64_t idle_millis, int64_t most, int64_t *ret);
int store_sessions_lapse_expired(struct store *s, struct arena *a, int64_t realm, int64_t now,
                                 int64_t most, int64_t *ret);

/* Ended sessions in the order of their ends. */
struct session_end {
    int64_t time;
    int64_t id;
};

/* The newest ended session that `most` others are newer than; -ENOENT if there are no more than `most`. */
int store_sessions_surplus(struct store *s, int64_t realm, int64_t most, struct session_end *ret);

/* Deletes the oldest ended sessions up to `last`. */
int store_sessions_remove(struct store *s, int64_t realm, const struct session_end *last,
                          int64_t most, int64_t *ret);

/* Times of sessions in three states; INT64_MAX: there is none. */
struct session_times {
    int64_t last_activity; /* of those that end when they are idle */
    int64_t expires;
    int64_t ended;
};

/* The first of each in `ret[0]`, and the one with which there are `piece` in `ret[1]`. */
int store_sessions_next(struct store *s, int64_t realm, int64_t piece, struct session_times *ret);

/* A time in the past for each realm with sessions. */
int store_sessions_next_times(struct store *s, struct arena *a, struct list *ret);

#endif
