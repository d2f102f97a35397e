/* SPDX-License-Identifier: MIT */
/* JSON values as text. */
#ifndef JSON_VALUES_H
#define JSON_VALUES_H

#include "base/arena.h"

#include <jansson.h>

/*
 * Any value as text in the arena, with flags of json_dumps. "null" for NULL, and without memory, which is noted
 * (memory_failed): the request becomes a 500, but its handler may still look at the text.
 */
const char *json_text_as(struct arena *a, const json_t *json, size_t flags);

/* The same, compact. */
const char *json_text(struct arena *a, const json_t *json);

/* The same; takes the reference. */
const char *json_text_taken(struct arena *a, json_t *json);

/*
 * A text that came from outside, with flags of json_loadb; NULL with `error`. Unlike there, a NUL is an error also
 * behind a number.
 */
json_t *json_parse(const char *text, size_t length, size_t flags, json_error_t *error);

/*
 * What is wrong with a text, as the rest of a sentence ("is not JSON: …"). Without the part that jansson quotes, which
 * may be a password.
 */
const char *json_fault(struct arena *a, const json_error_t *error);

#endif
