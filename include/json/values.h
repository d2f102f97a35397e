/* SPDX-License-Identifier: MIT */
/* JSON values as text. */
#ifndef JSON_VALUES_H
#define JSON_VALUES_H

#include "base/arena.h"

#include <jansson.h>

/* Any value as compact text in the arena; NULL for NULL. */
const char *json_text(struct arena *a, const json_t *json);

/* The same; takes the reference. */
const char *json_text_taken(struct arena *a, json_t *json);

#endif
