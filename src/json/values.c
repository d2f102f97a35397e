/* SPDX-License-Identifier: MIT */
/* JSON values as text. */
#include "json/values.h"

#include "base/digits.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The end of a string, from behind its first quote. Without memory jansson's text may end inside one. */
static const char *skip_string(const char *at)
{
    while (*at != '\0' && *at != '"')
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    return *at == '"' ? at + 1 : at;
}

static void add_number(struct text *t, const char *number, size_t length)
{
    char real[REAL_SIZE];

    if (strspn(number, "-0123456789") < length)
        text_addn(t, real, digits_real(real, strtod(number, NULL)));
    else
        text_addn(t, number, length);
}

/* jansson writes 17 digits of a real number, the last of which may be noise: 0.1 as 0.10000000000000001. */
static const char *shorten_reals(struct arena *a, const char *json)
{
    struct text t = TEXT_IN(a);
    const char *at = json;

    while (*at != '\0') {
        const char *number = at + strcspn(at, "\"-0123456789");
        const char *end = number + strspn(number, "+-.eE0123456789");

        text_addn(&t, at, (size_t) (number - at));
        if (*number == '"')
            text_addn(&t, number, (size_t) ((end = skip_string(number + 1)) - number));
        else
            add_number(&t, number, (size_t) (end - number));
        at = end;
    }
    return text_string(&t);
}

const char *json_text_as(struct arena *a, const json_t *json, size_t flags)
{
    json_free_t release;

    json_get_alloc_funcs(NULL, &release);
    char *dumped = json_dumps(json, flags | JSON_ENCODE_ANY);
    const char *text = dumped == NULL ? "null" : shorten_reals(a, dumped);

    release(dumped);
    return text;
}

/* Says where it is, as jansson does. */
static void complain_of_nul(json_error_t *error, const char *text, const char *nul)
{
    const char *line = text;

    *error = (json_error_t){.line = 1, .position = (int) (nul - text)};
    for (const char *end; (end = memchr(line, '\n', (size_t) (nul - line))) != NULL; line = end + 1)
        error->line++;
    error->column = (int) (nul - line);
    snprintf(error->text, sizeof error->text, "a NUL");
    error->text[sizeof error->text - 1] = json_error_invalid_syntax;
}

json_t *json_parse(const char *text, size_t length, size_t flags, json_error_t *error)
{
    const char *nul = memchr(text, '\0', length);

    if (nul == NULL)
        return json_loadb(text, length, flags, error);
    complain_of_nul(error, text, nul);
    return NULL;
}

const char *json_fault(struct arena *a, const json_error_t *error)
{
    const char *near = strstr(error->text, " near '");
    enum json_error_code code = json_error_code(error);

    if (code == json_error_numeric_overflow)
        return "has a number that is too large (integers have 64 bits)";
    if (code == json_error_null_character || code == json_error_null_byte_in_key)
        return "has \\u0000 in a string or name (no value can hold one)";
    return arena_printf(a, "is not JSON: %.*s",
                        (int) (near == NULL ? strlen(error->text) : (size_t) (near - error->text)),
                        error->text);
}

const char *json_text(struct arena *a, const json_t *json)
{
    return json_text_as(a, json, JSON_COMPACT);
}

const char *json_text_taken(struct arena *a, json_t *json)
{
    const char *text = json_text(a, json);

    json_decref(json);
    return text;
}
