/* SPDX-License-Identifier: MIT */
/* E-mail addresses: whether they are taken, and replacing them. 0 or a negative errno. */
#ifndef DIRECTORY_EMAILS_H
#define DIRECTORY_EMAILS_H

#include "directory/context.h"
#include "model/user.h"

/* -EEXIST if a user or customer of the realm has the address. Releases expired reservations first. */
int email_is_free(struct context *ctx, const char *email);

/* The same, ignoring the user's own address and pending address. */
int email_is_free_for(struct context *ctx, int64_t user, const char *email);

/* Makes an address, pending or not, the user's; clears the pending address. */
int email_adopt(struct context *ctx, struct user *user, const char *email);

/*
 * Replaces the address of the user of that id, for the operator; whether it is verified stays. Clears
 * the pending address and any code.
 */
int email_replace(struct context *ctx, int64_t id, const char *email);

#endif
