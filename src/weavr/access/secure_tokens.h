/* SPDX-License-Identifier: MIT */
/* Tokens that stand for a secret, so that an app doesn't handle it (weavr-web-client.md 6.2). */
#ifndef WEAVR_ACCESS_SECURE_TOKENS_H
#define WEAVR_ACCESS_SECURE_TOKENS_H

#include "directory/people_store.h"
#include "engine/request.h"

/* Makes a token for the value. It lives for the realm's secureTokenSeconds. 0 or a negative errno. */
int secure_token_issue(struct request *r, const char *value, char ret[static TOKENISED_LENGTH + 1]);

/* 0 and the value, which lives as long as the request; -ESTALE for a day after its life; -ENOENT if it is unknown. */
int secure_token_find(struct request *r, const char *token, const char **ret);

#endif
