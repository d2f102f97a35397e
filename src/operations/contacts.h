/* SPDX-License-Identifier: MIT */
/* Changing the address or the number of somebody who has a place (weavr-identities.md 2.6, 3.3, 5.4). */
#ifndef OPERATIONS_CONTACTS_H
#define OPERATIONS_CONTACTS_H

#include "scene.h"
#include "tables.h"

/* Whether it is another than the present one: an address that is given, a number that is given. */
bool is_new_email(const struct user *user, const char *email);
bool is_new_mobile(const struct user *user, const struct mobile *mobile);

/* A new address is of a good domain, nobody's, and the last change is a while ago; or refused. */
int new_email_or_reply(struct request *r, const struct user *user, const char *email);

/* A new number is well formed, one of few changes, and not too soon after a recovery; or refused. */
int new_mobile_or_reply(struct request *r, const struct user *user, const struct mobile *mobile);

/* Puts a new number into `user`, which is not written yet: an SMS factor no longer counts. */
int mobile_change(struct scene *s, struct user *user, const struct mobile *mobile);

#endif
