/* SPDX-License-Identifier: MIT */
/*
 * Associations: a browser client presents a user's token once and gets a `random`, which stands for that token in
 * later calls (weavr-web-client.md 6.1, 6.2). It is made from the session's id and the signing key, so that nothing
 * is stored.
 */
#ifndef WEAVR_WEB_CLIENT_ASSOCIATIONS_H
#define WEAVR_WEB_CLIENT_ASSOCIATIONS_H

#include "engine/request.h"

/* Sets r->session from the Authorization header, with or without Bearer, and notes the activity. PASS, or refused. */
int associated_user_or_reply(struct request *r);

/* The random of r->session. */
const char *association_random(struct request *r);

/*
 * The same from a random; an Authorization header must then be of the same session. PASS, or refused: 403 for a random
 * that is malformed or another session's, 401 if its session has ended.
 */
int association_or_reply(struct request *r, const char *random);

#endif
