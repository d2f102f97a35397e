/* SPDX-License-Identifier: MIT */
/* The tables of errors, hints and statuses, from the .def files. */
#include "engine/errors.h"

#include <stddef.h>
#include <string.h>

const struct error_row error_rows[ERRORS_COUNT] = {
#define ERROR(name, status, shape, code, title) [name] = {#name, status, shape, code, title},
#define HINT(name, text)
#include "engine/all_errors.def"
#undef ERROR
#undef HINT
};

bool error_is(enum error error, const char *name)
{
    return strcmp(name, error_rows[error].name) == 0 || strcmp(name, error_rows[error].code) == 0;
}

enum error error_find(const char *name)
{
    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (error_is((enum error) i, name))
            return (enum error) i;
    }
    return NO_ERROR;
}

static const char *const hints[ERRORS_COUNT] = {
#define ERROR(name, status, shape, code, title)
#define HINT(name, text) [name] = text,
#include "engine/all_errors.def"
#undef ERROR
#undef HINT
};

const char *error_hint(enum error error)
{
    return hints[error];
}

const struct status_row status_rows[STATUSES_COUNT] = {
#define STATUS(status, phrase) {status, phrase},
#include "engine/statuses.def"
#undef STATUS
};

size_t status_slot(int status)
{
    size_t slot = 0;

    while (slot < STATUSES_COUNT - 1 && status_rows[slot].status != status)
        slot++;
    return slot;
}

const char *status_phrase(int status)
{
    return status_rows[status_slot(status)].phrase;
}
