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

/* The realm's next challenges with smaller ids than `before`, newest first: a list of struct challenge. */
int store_challenges_before(struct store *s, struct arena *a, int64_t realm, int64_t before,
                            int64_t most, struct list *ret);

/* At most `most` challenges that are due by `now`, earliest first: a list of struct challenge. */
int store_challenges_due(struct store *s, struct arena *a, int64_t realm, int64_t now, int64_t most,
                         struct list *ret);

/* When the realm's next challenge is due; INT64_MAX if none is. */
int store_challenge_next_due(struct store *s, int64_t realm, int64_t *ret);

/* When the next challenge is due in each realm that has one: a list of struct due_time. */
int store_challenges_next_times(struct store *s, struct arena *a, struct list *ret);

/* Records a push that counts for quotas, and removes some of those from `old` or before. */
int store_push_insert(struct store *s, int64_t realm, int64_t at, int64_t old);

/*
 * Number and time of the realm's last push (place 1), last but one (2), and so on. Numbers count from the
 * first push. -ENOENT: there were fewer, or it was removed.
 */
int store_push_last(struct store *s, int64_t realm, int64_t place, int64_t *ret_number,
                    int64_t *ret_at);

/* Writes state, wrong_attempts, due and settled. */
int store_challenge_update(struct store *s, const struct challenge *c);

/* ---- removal ---- */

/* The oldest settled challenges up to `last`, by settled and id: a list of struct challenge. */
int store_challenges_settled(struct store *s, struct arena *a, int64_t realm,
                             const struct challenge *last, int64_t most, struct list *ret);

/* The newest settled challenge that `most` others are newer than; -ENOENT if there are no more than `most`. */
int store_challenges_surplus(struct store *s, struct arena *a, int64_t realm, int64_t most,
                             struct challenge *ret);

/* When the first challenge was settled, and the one that fills a piece. */
int store_challenges_settled_next(struct store *s, int64_t realm, int64_t piece, int64_t *ret_first,
                                  int64_t *ret_full);

/* A time in the past for each realm with challenges. */
int store_challenges_settled_next_times(struct store *s, struct arena *a, struct list *ret);

int store_challenge_delete(struct store *s, int64_t id);

/* What a session keeps of its step-up challenges that were removed. */
struct step_ups {
    int64_t codes_unverified; /* codes since the last verified one */
    int64_t code_sent;        /* time of the last code; 0: none */
    bool push_decided;        /* a push was accepted or declined */
};

int store_session_note_code(struct store *s, const struct challenge *c);
int store_session_note_push(struct store *s, const struct challenge *c);
int store_session_step_ups(struct store *s, int64_t session, struct step_ups *ret);

#endif
