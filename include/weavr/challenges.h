/* SPDX-License-Identifier: MIT */
/* Issuing and settling challenges (weavr-auth.md 3.2 to 3.4). */
#ifndef WEAVR_CHALLENGES_H
#define WEAVR_CHALLENGES_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/challenges_store.h"

/*
 * What is specific to a kind of challenge. Each is defined in the file that issues that kind;
 * module.c lists them by enum challenge_kind.
 */
struct challenge_traits {
    const char *purpose; /* used in its message: "Your code to PURPOSE is 123456." */

    /* Applies the outcome, after the challenge's new state is stored. */
    int (*settled)(struct context *ctx, const struct challenge *challenge);

    /* NULL, or called `lapses_after` the end of a challenge that expired or was blocked. */
    int (*lapsed)(struct context *ctx, const struct challenge *challenge);
    int64_t lapses_after; /* milliseconds */
};
extern const struct challenge_traits *const challenge_traits[];

/* A challenge with the caller's person, user, identity and session; the rest is left to set. */
struct challenge challenge_of(const struct request *r);

/*
 * Issues a challenge: sets code and times, and an id unless it has one; stores it, sends its message
 * to the user's number, and schedules a scripted phone's answer to a push. A push's `code` is kept.
 */
int challenge_issue(struct context *ctx, struct challenge *challenge, const struct user *user);

/* Settles a challenge: stores its new state, then calls its kind's `settled`. */
int challenge_settle(struct context *ctx, struct challenge *challenge,
                     enum challenge_state outcome);

/* Settles a challenge and replies without a body. */
int settle_and_reply(struct request *r, struct challenge *challenge, enum challenge_state outcome);

/* Stores a wrong attempt, counted by challenge_check_code; the last allowed one blocks the challenge. */
int challenge_record_wrong_code(struct context *ctx, struct challenge *challenge,
                                enum code_result result);

/* Marks the person's newest challenge of that kind on the channel as replaced, if it is pending. */
int challenge_replace_latest(struct context *ctx, int64_t person, enum challenge_kind kind,
                             enum channel channel);

/* Due at their time: scripted answers of phones, expiries, and `lapsed` of ended challenges. */
extern const struct due_kind challenges_due;

/* Deletes challenges that were settled before endedSessionSeconds, and those beyond ENDED_MOST. */
extern const struct due_kind settled_due;

#endif
