/* SPDX-License-Identifier: MIT */
/* JSON values as text. */
#include "json/values.h"

#include <stdlib.h>

const char *json_text(struct arena *a, const json_t *json)
{
    char *dumped = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    /* without memory the request becomes a 500, but its handler may still look at the text */
    const char *text = arena_text(a, dumped == NULL ? "null" : dumped);

    free(dumped);
    return text;
}

const char *json_text_taken(struct arena *a, json_t *json)
{
    const char *text = json_text(a, json);

    json_decref(json);
    return text;
}
