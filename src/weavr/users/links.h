/* SPDX-License-Identifier: MIT */
/* Links in mails, by the templates of the setting `links` (control.md 6). */
#ifndef WEAVR_LINKS_H
#define WEAVR_LINKS_H

#include "directory/context.h"
#include "model/user.h"

/* What the parameters of a template stand for. */
struct link_values {
    const struct user *user;
    const char *to;    /* {email} */
    const char *nonce; /* NULL: it becomes empty, as do the next two for 0 */
    int64_t invite;
    int64_t reference;
};

/*
 * The template with its parameters replaced, percent-encoded. A path follows the URL under which the gateway is
 * reached.
 */
const char *link_text(struct context *ctx, const char *template, const struct link_values *values);

#endif
