/* SPDX-License-Identifier: MIT */
/* Issuing challenges and what their outcomes bring about (weavr-auth.md 3.2 to 3.4). */
#ifndef WEAVR_CHALLENGES_H
#define WEAVR_CHALLENGES_H
#include "directory/context.h"
#include "model/person.h"
#include "weavr/challenges_store.h"

/* A challenge of the caller: who, where, in which session. Kind, channel and the rest are to add. */
struct challenge challenge_of(const struct request *r);

/*
 * Issues a challenge: id, code, times; stores it, sends its message to the user's number, and a
 * scripted phone answers a push. An id, or the code of a device, that stands in it is kept.
 */
int challenge_issue(struct context *ctx, struct challenge *challenge, const struct user *user);

/*
 * Settles a challenge with all its effects: VERIFIED steps the session up, activates the factor,
 * signs in or executes the resources; DECLINED and EXPIRED tell whoever listens.
 */
int challenge_settle(struct context *ctx, struct challenge *challenge,
                     enum challenge_state outcome);

/* The same as the end of a request, which is answered without a body. */
int settle_and_reply(struct request *r, struct challenge *challenge, enum challenge_state outcome);

/* Writes what challenge_check_code counted of a wrong code; the last allowed one blocks the challenge. */
int challenge_missed(struct context *ctx, struct challenge *challenge, enum code_result result);

/* The person's newest challenge of that kind on the channel, if it is pending, is replaced. */
int challenge_replace_latest(struct context *ctx, int64_t person, enum challenge_kind kind,
                             enum channel channel);

/* Changes a person's factor, which is told to the programme when it begins or ends to count. */
int factor_change(struct context *ctx, int64_t person, enum channel channel,
                  enum factor_status status);

/* Phones answer, challenges expire, and what hung on them fails. */
extern const struct due_kind challenges_due;

#endif
