/* SPDX-License-Identifier: MIT */
/* Tokens that requests present, and the sessions they name. */
#ifndef DIRECTORY_TOKENS_H
#define DIRECTORY_TOKENS_H

#include "engine/request.h"

/* The bearer token of the Authorization header; NULL with a reason if there is none. */
const char *bearer_token(const struct request *r, const char **ret_why);

/* The session of a token: 0 if live, -ENOENT if never issued, -ESTALE if expired or ended; then with `why`. */
int session_find_live(struct request *r, const char *token, struct session *ret, const char **why);

/* The same by its id. */
int session_find_live_by_id(struct request *r, int64_t id, struct session *ret, const char **why);

#endif
