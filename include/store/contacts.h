/* SPDX-License-Identifier: MIT */
/* How the addresses and numbers of users change. Error codes as in store.h. */
#ifndef STORE_CONTACTS_H
#define STORE_CONTACTS_H

#include "domain/person.h"
#include "store/store.h"

/* -ENOENT for nobody. */
int store_contact_find(struct store *s, struct arena *a, int64_t user, struct contact *ret);

/* Whether an address is somebody's, or pending for somebody, other than `user` (0: nobody). */
int store_email_is_taken(struct store *s, int64_t realm, const char *email, int64_t user,
                         bool *ret);

/* For whom the address is pending, whether in time or not. */
int store_user_find_by_pending_email(struct store *s, struct arena *a, int64_t realm,
                                     const char *email, struct user *ret);

/* The address is pending from now on, in place of any that was. -EEXIST when it is for another user. */
int store_email_propose(struct store *s, int64_t user, const char *email, int64_t now);

/* The pending address becomes the user's, who then has it alone. -EEXIST when it is taken. */
int store_email_adopt(struct store *s, int64_t user);

/* Places of a person that share the address of an older one of theirs follow it to a new address. */
int store_email_share(struct store *s, const struct user *user, const char *email);

/* From this time on the numbers of a person are held. */
int store_numbers_hold(struct store *s, int64_t realm, int64_t person, int64_t now);

/* The number is not verified, and counted; one that was verified is kept to be alerted. */
int store_mobile_change(struct store *s, int64_t user, const char *country_code,
                        const char *number);
int store_mobile_changes_set(struct store *s, int64_t user, int64_t count);

/* Whatever number was to be alerted is no longer kept. */
int store_mobile_verified(struct store *s, int64_t user);

#endif
