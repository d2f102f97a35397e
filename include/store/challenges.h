/* SPDX-License-Identifier: MIT */
/* Challenges, and the messages that carry them. Error codes as in store.h. */
#ifndef STORE_CHALLENGES_H
#define STORE_CHALLENGES_H

#include "domain/challenge.h"
#include "store/store.h"

int store_challenge_insert(struct store *s, const struct challenge *c);

/* In whichever realm it is. */
int store_challenge_find(struct store *s, struct arena *a, int64_t id, struct challenge *ret);

/* The challenges of a session, newest first: a list of struct challenge. */
int store_challenges_of_session(struct store *s, struct arena *a, int64_t realm, int64_t session,
                                enum challenge_kind kind, struct list *ret);

/* The person's newest one on a channel. */
int store_challenge_latest(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           enum challenge_kind kind, enum channel channel, struct challenge *ret);

/* The realm's, newest first, of one person or of all (0): a list of struct challenge. */
int store_challenges(struct store *s, struct arena *a, int64_t realm, int64_t person,
                     struct list *ret);

/* An answer that is given once its time has come. */
struct due_answer {
    struct challenge challenge;
    enum challenge_state answer;
    int64_t at;
};

int store_challenge_set_answer(struct store *s, int64_t challenge, enum challenge_state answer,
                               int64_t at);

/* The answers that are still to be given in the realm, the next first: a list of due_answer. */
int store_due_answers(struct store *s, struct arena *a, int64_t realm, struct list *ret);

/* Writes the state and the count of wrong attempts. */
int store_challenge_update(struct store *s, const struct challenge *c);

struct message {
    int64_t id;
    int64_t at;
    const char *channel; /* SMS, EMAIL, PUSH, WEBHOOK */
    const char *to;
    const char *kind;
    const char *code;  /* NULL: none */
    int64_t challenge; /* 0: none */
    const char *text;
    const char *payload; /* JSON, or NULL */
};

int store_message_insert(struct store *s, int64_t realm, const struct message *m);

/* Newest first, at most `limit`; a NULL matches all: a list of struct message. */
struct message_filter {
    const char *channel;
    const char *to;
    const char *kind;
    int64_t limit;
};

int store_messages(struct store *s, struct arena *a, int64_t realm,
                   const struct message_filter *filter, struct list *ret);

#endif
