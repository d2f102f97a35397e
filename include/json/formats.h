/* SPDX-License-Identifier: MIT */
/* Text formats: the patterns of formats.def. */
#ifndef JSON_FORMATS_H
#define JSON_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

enum format {
    ANY_FORMAT,
#define FORMAT(name, pattern, sample) FORMAT_##name,
#include "json/formats.def"
#undef FORMAT
    FORMATS_COUNT
};

/* Compiles all patterns; aborts if one is invalid, so that any test finds it. */
void formats_init(void);
void formats_free(void);

/* Whether a text matches; any text matches ANY_FORMAT. */
bool format_matches(enum format format, const char *text, size_t length);

/* The pattern, or NULL for ANY_FORMAT. */
const char *format_pattern(enum format format);

#endif
