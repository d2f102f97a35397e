/* SPDX-License-Identifier: MIT */
/*
 * Changing the address or the number of a user (weavr-identities.md 2.1, 2.6, 3.3,
 * 5.4). What doesn't say that it may reply answers 0 or a negative errno.
 */
#ifndef WEAVR_CONTACTS_H
#define WEAVR_CONTACTS_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/shared_types.h"

/* Whether it is another than the present one: an address that is given, a number that is given. */
bool is_new_email(const struct user *user, const char *email);
bool is_new_mobile(const struct user *user, const struct mobile *mobile);

/* A new address is of a good domain, nobody's, and the last change is a while ago; or refused. */
int new_email_or_reply(struct request *r, const struct user *user, const char *email);

/* A new number is well formed, one of few changes, and not too soon after a recovery; or refused. */
int new_mobile_or_reply(struct request *r, const struct user *user,
                        const struct mobile_history *history, const struct mobile *mobile);

/*
 * A new number takes the place of that of `user`: an SMS factor no longer counts, a code that went to
 * the former number is void, and that number is remembered if it was verified.
 */
int mobile_change(struct context *ctx, struct user *user, const struct mobile_history *history,
                  const struct mobile *mobile);

/* The number of the user of that id is verified; a former one hears of it. */
int mobile_verify(struct context *ctx, int64_t id);

/* Sends a new code to an address of the user, the present one or one that is pending. */
int email_code_send(struct context *ctx, const struct user *user, const char *to);

#endif
