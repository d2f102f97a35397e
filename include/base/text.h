/* SPDX-License-Identifier: MIT */
/* A string that grows in an arena: JSON answers, headers and log lines are written into one. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/arena.h"

#include <stdint.h>

struct text {
    struct arena *arena;
    char *data; /* NUL-terminated once anything was added, else NULL */
    size_t length;
    size_t size;
};

#define TEXT_IN(a) ((struct text){.arena = (a)})

void text_addn(struct text *t, const char *bytes, size_t length);
void text_add(struct text *t, const char *string);
void text_char(struct text *t, char c);
void text_int(struct text *t, int64_t number);
void text_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Takes the first bytes away. */
void text_drop(struct text *t, size_t count);

/* Decimal digits, written backwards from `end`; answers where they begin. */
#define DIGITS_MOST 20 /* the 19 of INT64_MIN and a sign */
char *digits_before(char *end, int64_t number);

/* A number alone, in decimal. */
char *arena_int(struct arena *a, int64_t number);

/* A quoted JSON string (RFC 8259 section 7); ill-formed UTF-8 becomes U+FFFD. */
void text_json(struct text *t, const char *bytes, size_t length);
void text_quoted(struct text *t, const char *string);

/* What was written so far; never NULL. Lives as long as the arena. */
const char *text_string(const struct text *t);

#endif
