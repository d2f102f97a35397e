/* SPDX-License-Identifier: MIT */
/* Patterns, compiled once at start and constant from then on. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "json/formats.h"

#include "base/memory.h"

#include <pcre2.h>
#include <stdlib.h>

static const char *const patterns[FORMATS_COUNT] = {
#define FORMAT(name, pattern, sample) [FORMAT_##name] = (pattern),
#include "json/formats.def"
#undef FORMAT
};

static pcre2_code *compiled[FORMATS_COUNT];
static pcre2_match_data *match_data;

void formats_init(void)
{
    if (match_data != NULL)
        return;
    match_data = pcre2_match_data_create(1, NULL);
    for (int i = ANY_FORMAT + 1; i < FORMATS_COUNT; i++) {
        int error;
        PCRE2_SIZE at;

        compiled[i] = pcre2_compile((PCRE2_SPTR) patterns[i], PCRE2_ZERO_TERMINATED,
                                    PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NO_AUTO_CAPTURE,
                                    &error, &at, NULL);
        if (match_data == NULL || (compiled[i] == NULL && error == PCRE2_ERROR_HEAP_FAILED))
            memory_exhausted();
        if (compiled[i] == NULL)
            abort(); /* the pattern is wrong */
    }
}

void formats_free(void)
{
    for (int i = 0; i < FORMATS_COUNT; i++) {
        pcre2_code_free(compiled[i]);
        compiled[i] = NULL;
    }
    pcre2_match_data_free(match_data);
    match_data = NULL;
}

/* PCRE2's memory grows with the text. No pattern allows a longer one, so it isn't even matched. */
#define MATCHED_MOST 4096

bool format_matches(enum format format, const char *text, size_t length)
{
    if (format == ANY_FORMAT)
        return true;
    if (length > MATCHED_MOST)
        return false;
    int rc = pcre2_match(compiled[format], (PCRE2_SPTR) text, length, 0, 0, match_data, NULL);

    if (rc == PCRE2_ERROR_NOMEMORY)
        memory_note_failure();
    return rc >= 0;
}

const char *format_pattern(enum format format)
{
    return patterns[format];
}
