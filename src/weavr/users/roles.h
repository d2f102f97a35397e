/* SPDX-License-Identifier: MIT */
/* Roles of authorised users (weavr-identities.md 6 and 10); the setting roleBasedAccess. */
#ifndef WEAVR_USERS_ROLES_H
#define WEAVR_USERS_ROLES_H

#include "engine/request.h"
#include "weavr/user_details.h"

/* ROLE_NOT_FOUND for any role where access is not based on them, or PASS. */
int roles_or_reply(struct request *r, const struct list *wanted);

struct user;

/*
 * The same for a list that replaces that of `user`, whose roles are `had`: nobody changes their
 * own, and the identity's last active ADMIN stays one.
 */
int roles_change_or_reply(struct request *r, const struct user *user, const struct list *had,
                          const struct list *wanted);

/* Who may call where access is based on roles: values of the column `permit`. */
int managers_only(struct request *r);       /* of users: ACCESS_MANAGEMENT_ROLE, ADMIN, the root */
int managers_or_self(struct request *r);    /* and the user that the path names */
int administrators_only(struct request *r); /* of the identity: ADMIN, the root */

#endif
