/* SPDX-License-Identifier: MIT */
/*
 * What may be shown of a request and its answer: the tables of rules and fields say which members
 * are secret. What no table knows is not shown either, because a client may send a password there.
 */
#ifndef ENGINE_REDACT_H
#define ENGINE_REDACT_H

#include "engine/records/journal.h"

#define REDACTED "***"

/* All answers are JSON, in the arena; "null" for a body that was not kept or is not JSON. */
const char *redacted_body(struct arena *a, const struct record *record);
const char *redacted_answer(struct arena *a, const struct record *record);
/* NULL when there is none. */
const char *redacted_query(struct arena *a, const struct record *record);

const char *redacted_headers(struct arena *a, const struct record *record);
const char *redacted_answer_headers(struct arena *a, const struct record *record);

/* Whether a text holds what looks like a signed token: somebody may send one anywhere. */
bool looks_secret(const char *text);

/* A path that met no operation: what may be an id, a code or a token in it is left out. */
const char *redacted_unknown_path(struct arena *a, const char *path);

/* The path with the parameters that are secret left out, as a string. */
const char *redacted_path(struct arena *a, const struct record *record);

#endif
