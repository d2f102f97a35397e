/* SPDX-License-Identifier: MIT */
/* Macros for views of error bodies, which only the documents use (struct wording). */
#ifndef ENGINE_WORDING_H
#define ENGINE_WORDING_H

#include "json/views.h"

/* clang-format off */
#define BODY_TEXT(wire)    {.name = (wire), .kind = FIELD_TEXT}
#define BODY_TEXTS(wire)   {.name = (wire), .kind = FIELD_TEXTS}
#define BODY_TIME(wire)    {.name = (wire), .kind = FIELD_TIME}
#define BODY_INTEGER(wire, ...) {.name = (wire), .kind = FIELD_INTEGER, __VA_ARGS__}
#define BODY_BOOLEAN(wire) {.name = (wire), .kind = FIELD_BOOLEAN}
#define BODY_NAME(wire, list) {.name = (wire), .kind = FIELD_NAME, .values = (list)}
#define BODY_LIST(wire, table, ...)                                                                \
    {.name = (wire), .kind = FIELD_LIST, .fields = (table), __VA_ARGS__}
#define BODY_OBJECT(wire, table, ...)                                                              \
    {.name = (wire), .kind = FIELD_OBJECT, .fields = (table), __VA_ARGS__}
#define BODY_PART(table, ...) static const struct field table[] = {__VA_ARGS__, END_OF_FIELDS}
/* clang-format on */

#endif
