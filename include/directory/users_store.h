/* SPDX-License-Identifier: MIT */
/* Users: roots and authorised users, and the factors of a person. Error codes as in store.h. */
#ifndef DIRECTORY_USERS_STORE_H
#define DIRECTORY_USERS_STORE_H

#include "model/user.h"
#include "store/store.h"

/* -EEXIST when the e-mail address is reserved in the realm. */
int store_user_insert(struct store *s, const struct user_record *r);

/* In whichever realm it is. */
int store_user_find(struct store *s, struct arena *a, int64_t id, struct user *ret);

/* Whether an id is a user's, in whichever realm, or in a snapshot of another one than this. */
int store_user_id_taken(struct store *s, int64_t realm, int64_t id, bool *ret);

/* By an address that was not released; ASCII case does not matter. */
int store_user_find_by_email(struct store *s, struct arena *a, int64_t realm, const char *email,
                             struct user *ret);

/* By country code and number together; the oldest of those that share it. */
int store_user_find_by_mobile(struct store *s, struct arena *a, int64_t realm, const char *mobile,
                              struct user *ret);

/* What a person is in an identity. */
int store_user_find_in(struct store *s, struct arena *a, int64_t realm, int64_t person,
                       int64_t identity, struct user *ret);

/* All users of a realm, oldest first: a list of struct user_record. */
int store_user_records(struct store *s, struct arena *a, int64_t realm, struct list *ret);

/* Which authorised users of an identity are meant. */
struct user_filter {
    int64_t realm;
    int64_t identity;
    enum maybe active;
    const char *email; /* NULL: any, as for the others */
    const char *tag;
    const char *roles; /* JSON: an array of names, of which they have one */
};

/* `limit` of them from the `offset`-th on, oldest first: a list of struct user_record. */
int store_users_of_identity(struct store *s, struct arena *a, const struct user_filter *filter,
                            int64_t limit, int64_t offset, struct list *ret);
int store_users_of_identity_count(struct store *s, const struct user_filter *filter, int64_t *ret);

/* A person's users, oldest first: a list of struct user. */
int store_users_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          struct list *ret);

/* The addresses that sign a person in, oldest first: a list of struct user_email. */
struct user_email {
    int64_t user;
    const char *email;
};

int store_emails_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           struct list *ret);

/* Frees the address for others when its holder, or whoever wants it, did not verify it in time. */
int store_user_release_email(struct store *s, int64_t realm, const char *email, int64_t now);

/* How an address stands at a time, for `user` (0: nobody yet). */
struct email_holding {
    bool taken;  /* another user, or somebody for whom it is pending, or a customer has it */
    bool lapsed; /* somebody has it who did not verify it in time: it is to be released */
};
int store_email_holding(struct store *s, int64_t realm, const char *email, int64_t user,
                        int64_t now, struct email_holding *ret);

/* For whom the address is pending, whether in time or not. */
int store_user_find_by_pending_email(struct store *s, struct arena *a, int64_t realm,
                                     const char *email, struct user *ret);

int store_user_set_active(struct store *s, int64_t user, bool active);
int store_user_set_person(struct store *s, int64_t user, int64_t person);

int store_factor_set(struct store *s, int64_t realm, int64_t person, const struct factor *f);

/* FACTOR_NONE, and 0, when nothing was ever enrolled on that channel. */
int store_factor_status(struct store *s, int64_t realm, int64_t person, enum channel channel,
                        enum factor_status *ret);

/* In the order SMS, AUTHY, BIOMETRIC: a list of struct factor. */
int store_factors(struct store *s, struct arena *a, int64_t realm, int64_t person,
                  struct list *ret);

#endif
