/* SPDX-License-Identifier: MIT */
/* The errors of all_errors.def. Each has one status, whichever operation returns it. */
#ifndef ENGINE_ERRORS_H
#define ENGINE_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

enum error {
    NO_ERROR,
#define ERROR(name, status, shape, code, title) name,
#define HINT(name, text)
#include "engine/all_errors.def"
#undef ERROR
#undef HINT
    ERRORS_COUNT
};

/* The body of an error in the Multi API (weavr-auth.md 1.3). */
enum error_shape {
    SHAPE_BARE,    /* no body */
    SHAPE_CODE,    /* {"errorCode"} */
    SHAPE_NOTE,    /* {"code", "message"} */
    SHAPE_FIELDS,  /* {"message", "syntaxErrors"} */
    SHAPE_MESSAGE, /* {"message"} */
    SHAPE_TOKEN,   /* {"token"} */
};

struct error_row {
    const char *name;
    int status;
    enum error_shape shape;
    const char *code;
    const char *title;
};

extern const struct error_row error_rows[ERRORS_COUNT];

/* Whether the error has that name or code. */
bool error_is(enum error error, const char *name);

/* The first error with that name or code; NO_ERROR if there is none. */
enum error error_find(const char *name);

/* How the caller can fix it, as a sentence; NULL if the reason is enough. */
const char *error_hint(enum error error);

/* The statuses of answers; the last row stands for any other status. */
enum {
#define STATUS(status, phrase) STATUS_SLOT_##status,
#include "engine/statuses.def"
#undef STATUS
    STATUSES_COUNT
};

struct status_row {
    int status;
    const char *phrase;
};

extern const struct status_row status_rows[STATUSES_COUNT];

/* The index of a status in status_rows. */
size_t status_slot(int status);

/* The reason phrase of a status. */
const char *status_phrase(int status);

#endif
