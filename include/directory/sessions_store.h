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

/* The realm's sessions that were not ended, newest first: a list of struct session. */
int store_sessions(struct store *s, struct arena *a, int64_t realm, struct list *ret);

int store_session_step_up(struct store *s, int64_t id);

/* -ENOENT when it had ended before. */
int store_session_end(struct store *s, int64_t id, int64_t now);

/* Ends a person's sessions: those that the address of `user` opened, or all for 0. */
int store_sessions_end(struct store *s, int64_t realm, int64_t person, int64_t user, int64_t now);

/* Ends the sessions that a credential of the Customer API was used to open. */
int store_sessions_end_of_credential(struct store *s, int64_t realm, int64_t credential,
                                     int64_t now);

#endif
