/* SPDX-License-Identifier: MIT */
/* Users: roots and authorised users, and the factors of a person. Error codes as in store.h. */
#ifndef DIRECTORY_USERS_STORE_H
#define DIRECTORY_USERS_STORE_H

#include "model/user.h"
#include "store/store.h"

/* -EEXIST when the e-mail address is reserved in the realm. */
int store_user_insert(struct store *s, const struct user_record *r);

/* In any realm. */
int store_user_find(struct store *s, struct arena *a, int64_t id, struct user *ret);

/* Whether an id is a user's or person's in any realm, or in a snapshot of another realm. */
int store_user_id_taken(struct store *s, int64_t realm, int64_t id, bool *ret);

/* By an address that was not released; ASCII case does not matter. */
int store_user_find_by_email(struct store *s, struct arena *a, int64_t realm, const char *email,
                             struct user *ret);

/* By country code and number together; the oldest of those that share it. */
int store_user_find_by_mobile(struct store *s, struct arena *a, int64_t realm, const char *mobile,
                              struct user *ret);

/* The user that a person is in an identity. */
int store_user_find_in(struct store *s, struct arena *a, int64_t realm, int64_t person,
                       int64_t identity, struct user *ret);

/* A filter of authorised users of an identity. */
struct user_filter {
    int64_t realm;
    int64_t identity;
    enum maybe active;
    const char *email; /* NULL: any, as for the others */
    const char *tag;
    const char *roles; /* JSON array of names; a user has at least one of them */
};

/* A place in a list of users: behind a user. */
struct users_place {
    int64_t created; /* INT64_MIN: at the beginning */
    int64_t id;
    bool ended; /* there are no further users */
};

/*
 * Looks at the next `most` users, oldest first, and moves `place` behind them. `ret` are the ids (int64_t) of
 * those that match.
 */
int store_users_of_identity(struct store *s, struct arena *a, const struct user_filter *filter,
                            struct users_place *place, int64_t most, struct list *ret);

/* Whether the identity has another active user with the role ADMIN. */
int store_user_other_admin(struct store *s, const struct user *user, bool *ret);

/* The next `most` users of a realm behind the place, oldest first: a list of struct user_record. */
int store_user_records(struct store *s, struct arena *a, int64_t realm,
                       const struct users_place *place, int64_t most, struct list *ret);

/* A user's record: a list of one struct user_record, or an empty one. */
int store_user_record(struct store *s, struct arena *a, int64_t id, struct list *ret);

/* The first `most` of a person's users, oldest first: a list of struct user. */
int store_users_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          int64_t most, struct list *ret);

/* The addresses that sign a person in, oldest first: a list of struct user_email. */
struct user_email {
    int64_t user;
    const char *email;
};

int store_emails_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           struct list *ret);

/* Releases an address, current or pending, that was not verified in time. */
int store_user_release_email(struct store *s, int64_t realm, const char *email, int64_t now);

/* Whether an address is taken at a time, from the view of `user` (0: a new one). */
struct email_holding {
    bool taken;  /* another user has it or is changing to it, or a customer has it */
    bool lapsed; /* it was not verified in time: to be released */
};
int store_email_holding(struct store *s, int64_t realm, const char *email, int64_t user,
                        int64_t now, struct email_holding *ret);

/* The user for whom the address is pending, even if its time is over. */
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
