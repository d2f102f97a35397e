/* SPDX-License-Identifier: MIT */
/* Challenges. Error codes as in store.h. */
#ifndef WEAVR_CHALLENGES_STORE_H
#define WEAVR_CHALLENGES_STORE_H

#include "model/challenge.h"
#include "store/store.h"

int store_challenge_insert(struct store *s, const struct challenge *c);

/* In whichever realm it is. */
int store_challenge_find(struct store *s, struct arena *a, int64_t id, struct challenge *ret);

/* The newest codes that step a session up, at most `most`: a list of struct challenge. */
int store_codes_of_session(struct store *s, struct arena *a, int64_t realm, int64_t session,
                           int64_t most, struct list *ret);

/* A push of the session that was accepted or declined; -ENOENT when none was. */
int store_push_decided(struct store *s, struct arena *a, int64_t realm, int64_t session,
                       struct challenge *ret);

/* The session was stepped up by a code: its pushes that still wait will be declined. */
int store_pushes_overtake(struct store *s, int64_t realm, int64_t session);

/* The person's newest one on a channel. */
int store_challenge_latest(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           enum challenge_kind kind, enum channel channel, struct challenge *ret);

/* The person's newest one that sent a code. */
int store_challenge_latest_code(struct store *s, struct arena *a, int64_t realm, int64_t person,
                                struct challenge *ret);

/* The realm's, newest first, of one person or of all (0): a list of struct challenge. */
int store_challenges(struct store *s, struct arena *a, int64_t realm, int64_t person,
                     struct list *ret);

/* At most `most` of those that are due by `now`, the first due first: a list of struct challenge. */
int store_challenges_due(struct store *s, struct arena *a, int64_t realm, int64_t now, int64_t most,
                         struct list *ret);

/* When the realm's next challenge is due; INT64_MAX: none is. */
int store_challenge_next_due(struct store *s, int64_t realm, int64_t *ret);

/* The same of each realm that has one: a list of struct due_time. */
int store_challenges_next_times(struct store *s, struct arena *a, struct list *ret);

/* How many pushes the realm has issued after `since`: step-ups, confirmations, enrolments. */
int store_challenges_pushed(struct store *s, int64_t realm, int64_t since, int64_t *ret);

/* Writes the state, the count of wrong attempts, and when it is due. */
int store_challenge_update(struct store *s, const struct challenge *c);

#endif
