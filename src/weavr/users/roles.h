/* SPDX-License-Identifier: MIT */
/* Roles of authorised users (weavr-identities.md 6 and 10); the setting roleBasedAccess. */
#ifndef WEAVR_USERS_ROLES_H
#define WEAVR_USERS_ROLES_H

#include "engine/request.h"
#include "weavr/user_details.h"

/* PASS, or ROLE_NOT_FOUND if roles were sent and roleBasedAccess is off. */
int roles_or_reply(struct request *r, const struct list *wanted);

struct user;

/*
 * The same for roles that replace those of `user`, which are `had`: nobody can change their own, and
 * the identity's last active ADMIN can't lose that role.
 */
int roles_change_or_reply(struct request *r, const struct user *user, const struct list *had,
                          const struct list *wanted);

/* Who may call if roleBasedAccess is on: values of the column `permit`. */
int managers_only(struct request *r);       /* ACCESS_MANAGEMENT_ROLE, ADMIN, the root user */
int managers_or_self(struct request *r);    /* these, and the user that the path names */
int administrators_only(struct request *r); /* ADMIN, the root user */

#endif
