/* SPDX-License-Identifier: MIT */
/*
 * Changing the e-mail address or number of a user (weavr-identities.md 2.1, 2.6, 3.3, 5.4).
 * Functions that don't reply return 0 or a negative errno.
 */
#ifndef WEAVR_CONTACTS_H
#define WEAVR_CONTACTS_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/shared_types.h"

/* Whether an address or number was sent (not NULL) and differs from the current one. */
bool is_new_email(const struct user *user, const char *email);
bool is_new_mobile(const struct user *user, const struct mobile *mobile);

/* PASS if the address's domain is allowed, the address is free, and emailChangeGapSeconds have passed. */
int new_email_or_reply(struct request *r, const struct user *user, const char *email);

/* PASS if the number is valid, changes are left, and no recent recovery blocks them. */
int new_mobile_or_reply(struct request *r, const struct user *user,
                        const struct mobile_history *history, const struct mobile *mobile);

/*
 * Changes the user's number: deactivates an SMS factor, invalidates an enrolment code sent to the
 * former number, and remembers that number if it was verified.
 */
int mobile_change(struct context *ctx, struct user *user, const struct mobile_history *history,
                  const struct mobile *mobile);

/* Marks the number of the user of that id as verified; notifies a former number. */
int mobile_verify(struct context *ctx, int64_t id);

/* Sends a new verification code to the user's current or pending address. */
int email_code_send(struct context *ctx, const struct user *user, const char *to);

#endif
