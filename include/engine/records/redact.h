/* SPDX-License-Identifier: MIT */
/*
 * Removes secrets from records. The tables of rules and fields mark secret members. Members that are
 * in no table are removed too, because a client may send a password in them.
 */
#ifndef ENGINE_REDACT_H
#define ENGINE_REDACT_H

#include "engine/records/journal.h"

#define REDACTED "***"

/* All results are JSON in the arena; "null" for a body that was not recorded or is not JSON. */
const char *redacted_body(struct arena *a, const struct record *record);
const char *redacted_answer(struct arena *a, const struct record *record);
/* NULL if there is none. */
const char *redacted_query(struct arena *a, const struct record *record);

const char *redacted_headers(struct arena *a, const struct record *record);
const char *redacted_answer_headers(struct arena *a, const struct record *record);

/* Whether a text contains what looks like a signed token; clients may send one anywhere. */
bool looks_secret(const char *text);

/* A path that matches no operation, without segments that may be a code, a key or a token. Ids are shown. */
const char *redacted_unknown_path(struct arena *a, const char *path);

/* The path without its secret parameters. Plain text, not JSON. */
const char *redacted_path(struct arena *a, const struct record *record);

#endif
