/* SPDX-License-Identifier: MIT */
/* What the handlers of the control API share. */
#include "control.h"

#include "api/reply.h"

#include <stdlib.h>
#include <string.h>

const char *json_text(struct arena *a, const json_t *json)
{
    char *dumped = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    const char *text = arena_text(a, dumped);

    free(dumped);
    return text;
}

int operation_or_reply(struct request *r, const struct place *place, const char *name,
                       const struct operation **ret)
{
    const struct gateway *g = r->gateway;

    *ret = NULL;
    if (name == NULL)
        return PASS;
    for (size_t i = 0; i < g->operations_count; i++) {
        if (strcmp(g->operations[i].name, name) == 0)
            *ret = &g->operations[i];
    }
    if (*ret == NULL)
        return refuse_place(r, place, "is no operation: sandgate operations lists them");
    return PASS;
}
