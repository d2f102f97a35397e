/* SPDX-License-Identifier: MIT */
/* The patterns of formats.def. */
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

/* Compiles all; ends the program when a pattern is wrong, which the first test finds. */
void formats_init(void);
void formats_free(void);

bool format_matches(enum format format, const char *text, size_t length);

/* The pattern's text, NULL for ANY_FORMAT. */
const char *format_pattern(enum format format);

#endif
