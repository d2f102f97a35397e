/* SPDX-License-Identifier: MIT */
/* Tokens that stand for a secret, so that an app doesn't handle it (weavr-web-client.md 6.2). */
#ifndef WEAVR_ACCESS_SECURE_TOKENS_H
#define WEAVR_ACCESS_SECURE_TOKENS_H

#include "directory/people_store.h"
#include "engine/request.h"

/* Where tokens are made. Only those of the simulator can be shown by the browser client. */
enum token_source { FROM_BROWSER, FROM_SIMULATOR };

/*
 * Replies with tokens for the values of a body's `values`, an object of {"value": …} by names: {"tokens": {name:
 * token}}. They live for the realm's secureTokenSeconds. Refuses what has another form.
 */
int secure_tokens_reply(struct request *r, json_t *values, enum token_source source);

/* 0 and the secret, which lives as long as the request; -ESTALE for a day after its life; -ENOENT if it is unknown. */
int secure_token_find(struct request *r, const char *token, struct tokenised *ret);

/* The same for an operation that takes the value, which is counted: -EALREADY after passwordTokenUses. */
int secure_token_use(struct request *r, const char *token, const char **ret);

/* Whether an operation that takes values writes: it counts them. A column of its row. */
bool secure_tokens_are_counted(const struct settings *settings);

#endif
