/* SPDX-License-Identifier: MIT */
/* JSON values as text. */
#include "json/values.h"

#include <stdlib.h>

const char *json_text(struct arena *a, const json_t *json)
{
    char *dumped = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    const char *text = arena_text(a, dumped);

    free(dumped);
    return text;
}

const char *json_text_taken(struct arena *a, json_t *json)
{
    const char *text = json_text(a, json);

    json_decref(json);
    return text;
}
