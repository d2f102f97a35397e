/* SPDX-License-Identifier: MIT */
/* What is known of a user beside struct user, part by part. Error codes as in store.h. */
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

/* JSON, or NULL where nothing else is known. */
int store_user_details(struct store *s, struct arena *a, int64_t user, const char **ret);

int store_user_set_names(struct store *s, int64_t user, const char *name, const char *surname);
int store_user_set_details(struct store *s, int64_t user, const char *details);

/* Another address, verified or not as before; none is pending then. -EEXIST as store_user_insert. */
int store_user_set_email(struct store *s, int64_t user, const char *email);

/* Another address that is to be verified. -EEXIST as store_user_insert. */
int store_user_move_email(struct store *s, int64_t user, const char *email, int64_t now);

/* An address that is pending until it is verified. -EEXIST when it is pending for another. */
int store_user_propose_email(struct store *s, int64_t user, const char *email, int64_t now);

/* Writes the number, which is not verified, and its history but for `recovered`. */
int store_user_set_mobile(struct store *s, const struct user *u, const struct mobile_history *h);
int store_user_set_mobile_changes(struct store *s, int64_t user, int64_t changes);

/* An invitation with this code, in place of any earlier; and its end, which proves the address. */
int store_user_invited(struct store *s, int64_t user, const char *code, int64_t deadline);
int store_user_invite_consumed(struct store *s, int64_t user);

int store_user_set_diligence(struct store *s, int64_t user, const char *diligence);

/* The person has proved anew who they are: for all their users the number stays for a while. */
int store_user_recovered(struct store *s, int64_t realm, int64_t person, int64_t now);

/* `code` may be NULL: none is active then. */
int store_user_set_email_code(struct store *s, int64_t user, const char *code, int64_t deadline);

int store_user_set_email_verified(struct store *s, int64_t user, bool verified);

/* Users of a person that share the address of an older one of theirs follow it to a new address. */
int store_email_share(struct store *s, const struct user *user, const char *email);

/* Whatever number was to be alerted is no longer kept. */
int store_user_mobile_verified(struct store *s, int64_t user);

/* The nonce of a recovery of this user, in place of any of the person's; NULL: none is under way. */
int store_user_set_lost_password(struct store *s, const struct user *user, const char *nonce,
                                 int64_t deadline);

#endif
