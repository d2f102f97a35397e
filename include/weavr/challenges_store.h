/* SPDX-License-Identifier: MIT */
/* Challenges. Error codes as in store.h. */
#ifndef WEAVR_CHALLENGES_STORE_H
#define WEAVR_CHALLENGES_STORE_H

#include "model/challenge.h"
#include "store/store.h"

int store_challenge_insert(struct store *s, const struct challenge *c);

/* In any realm. */
int store_challenge_find(struct store *s, struct arena *a, int64_t id, struct challenge *ret);

/* The session's newest step-up codes, at most `most`: a list of struct challenge. */
int store_codes_of_session(struct store *s, struct arena *a, int64_t realm, int64_t session,
                           int64_t most, struct list *ret);

/* A step-up push of the session that was accepted or declined; -ENOENT if there is none. */
int store_push_decided(struct store *s, struct arena *a, int64_t realm, int64_t session,
                       struct challenge *ret);

/* Marks the session's pending pushes, after a code stepped it up: they can only be declined. */
int store_pushes_mark_overtaken(struct store *s, int64_t realm, int64_t session);

/* The person's newest challenge of the kind on the channel. */
int store_challenge_latest(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           enum challenge_kind kind, enum channel channel, struct challenge *ret);

/* The person's newest challenge by SMS. */
int store_challenge_latest_code(struct store *s, struct arena *a, int64_t realm, int64_t person,
                                struct challenge *ret);

/* The realm's challenges, newest first, of one person or of all (0): a list of struct challenge. */
int store_challenges(struct store *s, struct arena *a, int64_t realm, int64_t person,
                     struct list *ret);

/* At most `most` challenges that are due by `now`, earliest first: a list of struct challenge. */
int store_challenges_due(struct store *s, struct arena *a, int64_t realm, int64_t now, int64_t most,
                         struct list *ret);

/* When the realm's next challenge is due; INT64_MAX if none is. */
int store_challenge_next_due(struct store *s, int64_t realm, int64_t *ret);

/* When the next challenge is due in each realm that has one: a list of struct due_time. */
int store_challenges_next_times(struct store *s, struct arena *a, struct list *ret);

/* How many pushes the realm has issued since `since`: step-ups, confirmations, AUTHY enrolments. */
int store_challenges_pushed(struct store *s, int64_t realm, int64_t since, int64_t *ret);

/* Writes state, wrong_attempts and due. */
int store_challenge_update(struct store *s, const struct challenge *c);

#endif
