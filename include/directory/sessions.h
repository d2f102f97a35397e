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

/*
 * End a session (-ENOENT when it had ended before), those of a person that the address of `user` opened
 * (0: all), or those that a credential of the Customer API opened.
 */
int session_end(struct context *ctx, int64_t session);
int sessions_end_of_person(struct context *ctx, int64_t person, int64_t user);
int sessions_end_of_credential(struct context *ctx, int64_t credential);

/* So many ended sessions, and so many settled challenges, are kept in a realm: the newest. */
#define ENDED_MOST 10000

/* They are counted again after so many have ended; until then there are that many more. */
#define ENDED_UNCOUNTED 64

/*
 * Sessions that were idle for too long or have expired are marked as ended. Those that ended before
 * endedSessionSeconds, and those beyond ENDED_MOST, are deleted.
 */
extern const struct due_kind sessions_due;

/* Steps up the session, if it is kept still, and starts the account's step-up window (weavr-auth.md 1.6). */
int session_step_up(struct context *ctx, int64_t session, int64_t person);

#endif
