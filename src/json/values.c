/* SPDX-License-Identifier: MIT */
/* JSON values as text. */
#include "json/values.h"

#include <string.h>

const char *json_text_as(struct arena *a, const json_t *json, size_t flags)
{
    json_free_t release;

    json_get_alloc_funcs(NULL, &release);
    char *dumped = json_dumps(json, flags | JSON_ENCODE_ANY);
    const char *text = arena_text(a, dumped == NULL ? "null" : dumped);

    release(dumped);
    return text;
}

const char *json_fault(struct arena *a, const json_error_t *error)
{
    const char *near = strstr(error->text, " near '");
    enum json_error_code code = json_error_code(error);

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
