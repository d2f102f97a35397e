/* SPDX-License-Identifier: MIT */
/* Links in mails, by the templates of the setting `links` (control.md 6). */
#ifndef WEAVR_LINKS_H
#define WEAVR_LINKS_H

#include "directory/context.h"
#include "model/user.h"

/*
 * The template with its parameters replaced, percent-encoded: those of the user, {nonce} and {inviteId}
 * (0: it becomes empty). {email} is `to`. A path follows the URL under which the gateway is reached.
 */
const char *link_text(struct context *ctx, const char *template, const struct user *user,
                      const char *to, const char *nonce, int64_t invite);

#endif
