/* SPDX-License-Identifier: MIT */
/* Parts of a user that struct user doesn't have. Error codes as in store.h. */
#ifndef DIRECTORY_USER_PARTS_STORE_H
#define DIRECTORY_USER_PARTS_STORE_H

#include "model/user.h"
#include "store/store.h"

int store_user_email_state(struct store *s, struct arena *a, int64_t user, struct email_state *ret);
int store_user_mobile_history(struct store *s, struct arena *a, int64_t user,
                              struct mobile_history *ret);
int store_user_invitation(struct store *s, struct arena *a, int64_t user, struct invitation *ret);
int store_user_recovery(struct store *s, struct arena *a, int64_t user, struct recovery *ret);
int store_user_diligence(struct store *s, int64_t user, const char **ret);

/* JSON, or NULL if there are no details. */
int store_user_details(struct store *s, struct arena *a, int64_t user, const char **ret);

int store_user_set_names(struct store *s, int64_t user, const char *name, const char *surname);
int store_user_set_details(struct store *s, int64_t user, const char *details);

/* Replaces the address, clears the pending one, keeps email_verified. -EEXIST as store_user_insert. */
int store_user_set_email(struct store *s, int64_t user, const char *email);

/* Replaces the address with one that is not verified. -EEXIST as store_user_insert. */
int store_user_move_email(struct store *s, int64_t user, const char *email, int64_t now);

/* Sets the pending address. -EEXIST if it is pending for another user. */
int store_user_propose_email(struct store *s, int64_t user, const char *email, int64_t now);

/* Writes the number as not verified, and its history except `recovered`. */
int store_user_set_mobile(struct store *s, const struct user *u, const struct mobile_history *h);
int store_user_set_mobile_changes(struct store *s, int64_t user, int64_t changes);

/* Sets the invitation, replacing any earlier one; consumes it, which verifies the address. */
int store_user_invited(struct store *s, int64_t user, const char *code, int64_t deadline);
int store_user_invite_consumed(struct store *s, int64_t user);

int store_user_set_diligence(struct store *s, int64_t user, const char *diligence);

/* Records a recovery for all users of the person: for a while their numbers cannot change. */
int store_user_recovered(struct store *s, int64_t realm, int64_t person, int64_t now);

/* `code` NULL: no code is active. */
int store_user_set_email_code(struct store *s, int64_t user, const char *code, int64_t deadline);

int store_user_set_email_verified(struct store *s, int64_t user, bool verified);

/* Changes the address of the person's users who share it with `user`. */
int store_email_share(struct store *s, const struct user *user, const char *email);

/* Marks the number as verified and clears the former one. */
int store_user_mobile_verified(struct store *s, int64_t user);

/* Sets the nonce of this user's recovery, replacing any of the person's; NULL: no recovery. */
int store_user_set_lost_password(struct store *s, const struct user *user, const char *nonce,
                                 int64_t deadline);

#endif
