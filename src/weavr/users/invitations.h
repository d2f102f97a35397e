/* SPDX-License-Identifier: MIT */
/* Invitations of authorised users. */
#ifndef WEAVR_USERS_INVITATIONS_H
#define WEAVR_USERS_INVITATIONS_H

#include "directory/context.h"
#include "model/user.h"

/* Sends a new invitation to the user's address, in place of any earlier. 0 or a negative errno. */
int invitation_send(struct context *ctx, const struct user *user);

#endif
