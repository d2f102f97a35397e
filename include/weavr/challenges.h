/* SPDX-License-Identifier: MIT */
/* Issuing challenges and what their outcomes bring about (weavr-auth.md 3.2 to 3.4). */
#ifndef WEAVR_CHALLENGES_H
#define WEAVR_CHALLENGES_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/challenges_store.h"

/*
 * What sets a kind of challenge apart. Each stands in the file that issues it, so that this one
 * knows none of them; module.c lists them by enum challenge_kind.
 */
struct challenge_traits {
    const char *purpose; /* what its message asks for: "Your code to PURPOSE is 123456." */

    /* Does what an outcome brings about, once it is written. */
    int (*settled)(struct context *ctx, const struct challenge *challenge);

    /* NULL, or what is done that much later about one that expired or was blocked. */
    int (*lapsed)(struct context *ctx, const struct challenge *challenge);
    int64_t lapses_after; /* milliseconds */
};
extern const struct challenge_traits *const challenge_traits[];

/* A challenge of the caller: who, where, in which session. Kind, channel and the rest are to add. */
struct challenge challenge_of(const struct request *r);

/*
 * Issues a challenge: id, code, times; stores it, sends its message to the user's number, and a
 * scripted phone answers a push. An id, or the code of a device, that stands in it is kept.
 */
int challenge_issue(struct context *ctx, struct challenge *challenge, const struct user *user);

/* Settles a challenge: writes its state, and does what its kind does with the outcome. */
int challenge_settle(struct context *ctx, struct challenge *challenge,
                     enum challenge_state outcome);

/* The same as the end of a request, which is answered without a body. */
int settle_and_reply(struct request *r, struct challenge *challenge, enum challenge_state outcome);

/* Writes what challenge_check_code counted of a wrong code; the last allowed one blocks the challenge. */
int challenge_missed(struct context *ctx, struct challenge *challenge, enum code_result result);

/* The person's newest challenge of that kind on the channel, if it is pending, is replaced. */
int challenge_replace_latest(struct context *ctx, int64_t person, enum challenge_kind kind,
                             enum channel channel);

/* Phones answer, challenges expire, and what hung on them lapses. */
extern const struct due_kind challenges_due;

#endif
