/* SPDX-License-Identifier: MIT */
/* The refusals of all_errors.def: each has one status, wherever it is given. */
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

/* How the Multi API words a refusal (weavr-auth.md 1.3). */
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

/* Whether a refusal has that name or code. */
bool error_is(enum error error, const char *name);

/* The first that has; NO_ERROR for none. */
enum error error_named(const char *name);

/* What the caller could do about it, as a sentence; NULL when the reason alone says it. */
const char *error_hint(enum error error);

/* The statuses that are answered; the last row stands for any other. */
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

/* Which row is that of a status. */
size_t status_slot(int status);

/* Its reason phrase. */
const char *status_phrase(int status);

#endif
