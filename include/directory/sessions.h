/* SPDX-License-Identifier: MIT */
/* Opening sessions, and stepping them up. 0 or a negative errno. */
#ifndef DIRECTORY_SESSIONS_H
#define DIRECTORY_SESSIONS_H

#include "directory/context.h"
#include "model/user.h"

/*
 * Opens a session: gives it an id and a token and stores it. The caller sets kind, person,
 * identity, user, stepped_up and expires; `subject` is the credential or client id.
 */
int session_open(struct context *ctx, struct session *session, const char *subject);

/*
 * Opens the session of a person who signs in as `user`: ACCESS if exactly one of their identities is
 * active, AUTH if several are (weavr-auth.md 1.6). `held` are the first HELD_ASKED active ones, at
 * least one.
 */
int session_open_for(struct context *ctx, const struct person *person, const struct user *user,
                     const struct list *held, struct session *ret);

/* How many held identities session_open_for needs. */
#define HELD_ASKED 2

/* Steps up the session and starts the account's step-up window (weavr-auth.md 1.6). */
int session_step_up(struct context *ctx, int64_t session, int64_t person);

#endif
