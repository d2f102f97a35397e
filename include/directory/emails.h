/* SPDX-License-Identifier: MIT */
/* Addresses: whose they are, and how another takes their place. 0 or a negative errno. */
#ifndef DIRECTORY_EMAILS_H
#define DIRECTORY_EMAILS_H

#include "directory/context.h"
#include "model/user.h"

/* -EEXIST for an address that is a user's or a customer's of the realm, once reservations that are
 * over have been given up. */
int email_is_free(struct context *ctx, const char *email);

/* The same, but for what that user has or wants. */
int email_is_free_for(struct context *ctx, int64_t user, const char *email);

/* An address, which was pending or is taken at once, becomes the user's; none is pending then. */
int email_adopt(struct context *ctx, struct user *user, const char *email);

/*
 * The operator's act: the address of the user of that id is another one, verified or not as before. A
 * pending one is forgotten, and no code that was sent to either counts for it.
 */
int email_replace(struct context *ctx, int64_t id, const char *email);

#endif
