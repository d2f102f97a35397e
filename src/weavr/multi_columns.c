/* SPDX-License-Identifier: MIT */
/* The Multi API's own columns of operation rows, and their part of the documents. */
#include "multi_columns.h"

#include "engine/family.h"

const struct multi_columns *multi_columns(const struct operation *operation)
{
    static const struct multi_columns usual = {.identities = 0};

    return operation == NULL || operation->columns == NULL ? &usual : operation->columns;
}

bool multi_declares(const struct operation *operation, enum error error)
{
    const struct multi_columns *columns = multi_columns(operation);

    return error == columns->forbidden || error == columns->unknown_token ||
           error == columns->ended_token || (error == STEP_UP_REQUIRED && columns->guard != NULL);
}

void multi_write_caller(struct text *t, const struct operation *operation, const char *usual)
{
    const struct multi_columns *columns = multi_columns(operation);

    text_add(t, columns->root_only ? "the root user" : usual);
    for (int type = 0; identity_type_names[type] != NULL; type++) {
        if ((columns->identities & OF(type)) != 0)
            text_format(t, " of a %s", identity_type_names[type]);
    }
    if (columns->guard != NULL)
        text_format(t, ", stepped up%s if `%s` is set", columns->guard->in_window ? " lately" : "",
                    columns->guard->setting);
}

struct list multi_headers(const struct operation *operation, struct arena *a)
{
    struct list ret = LIST_OF(struct header_row);

    if (multi_columns(operation)->is_versioned)
        *(struct header_row *) list_add(&ret, a) =
            (struct header_row){"x-api-version", false, "LATEST: the newer form of the answer."};
    return ret;
}
