/* SPDX-License-Identifier: MIT */
/* A growing string in an arena: the body of an answer, an event, a document. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct text {
    struct arena *arena;
    char *data; /* NUL-terminated; NULL until something was added */
    size_t length;
    size_t size;
};

#define TEXT_IN(a) ((struct text){.arena = (a)})

void text_addn(struct text *t, const char *bytes, size_t length);
void text_add(struct text *t, const char *string);
void text_char(struct text *t, char c);
void text_int(struct text *t, int64_t number);
void text_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Removes the first `count` bytes. */
void text_drop(struct text *t, size_t count);

/* A number as a string of its own. */
char *arena_int(struct arena *a, int64_t number);

/* Adds a quoted JSON string (RFC 8259 section 7); ill-formed UTF-8 becomes U+FFFD. */
void text_json(struct text *t, const char *bytes, size_t length);
void text_quoted(struct text *t, const char *string);

/* Adds a member of a JSON object: `opening` is "{\"name\":" or ",\"name\":". */
void text_member(struct text *t, const char *opening, const char *value);

/* The text so far, never NULL. It lives as long as the arena. */
const char *text_string(const struct text *t);

/* Whether a string is empty or has only white space. */
bool is_blank(const char *string);

/* The number of code points of UTF-8. */
size_t code_points(const char *bytes, size_t length);

#endif
