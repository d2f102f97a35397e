/* SPDX-License-Identifier: MIT */
/* People and their passwords. Error codes as in store.h. */
#ifndef DIRECTORY_PEOPLE_STORE_H
#define DIRECTORY_PEOPLE_STORE_H

#include "model/person.h"
#include "store/store.h"

/* Ignores locked_until, failed_logins and stepped_up. */
int store_person_insert(struct store *s, int64_t realm, const struct person *p);
int store_person_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                      struct person *ret);
int store_person_delete(struct store *s, int64_t realm, int64_t id);

/*
 * The people of a realm, oldest first, no more than `most`: those behind `after` (its id is 0 at the
 * beginning) or, with an address, the few that have it. A list of struct person.
 */
int store_people(struct store *s, struct arena *a, int64_t realm, const char *email,
                 const struct person *after, int64_t most, struct list *ret);

/* Sets the password, and keeps the newest `history` hashes including this one. */
int store_person_set_password(struct store *s, int64_t realm, int64_t person, const char *hash,
                              int64_t now, int64_t history);

/* Adds a hash to the person's password history. */
int store_password_remember(struct store *s, int64_t realm, int64_t person, const char *hash);

/* The newest `count` password hashes, the present one first: a list of const char *. */
int store_passwords(struct store *s, struct arena *a, int64_t realm, int64_t person, int64_t count,
                    struct list *ret);

int store_person_expire_password(struct store *s, int64_t realm, int64_t person, bool expired);

/* Writes failed_logins and locked_until. */
int store_person_set_logins(struct store *s, int64_t realm, const struct person *p);
int store_person_stepped_up(struct store *s, int64_t realm, int64_t person, int64_t at);

/* Writes push_answer and push_answer_after. */
int store_person_set_phone(struct store *s, int64_t realm, const struct person *p);

/* A tokenised secret. */
#define TOKENISED_LENGTH 24

struct tokenised {
    const char *value;
    int64_t expires; /* purged at this time */
    bool showable;   /* the browser client may show the value */
    int64_t
        uses; /* how often an operation took the token for its value; not written by the insert */
};

int store_tokenised_insert(struct store *s, int64_t realm, const char *token,
                           const struct tokenised *tokenised);
int store_tokenised_used(struct store *s, int64_t realm, const char *token);

/* Deletes some of those that expired at that time or before. */
int store_tokenised_delete_expired(struct store *s, int64_t realm, int64_t expired);
int store_tokenised_find(struct store *s, struct arena *a, int64_t realm, const char *token,
                         struct tokenised *ret);

#endif
