/* SPDX-License-Identifier: MIT */
/* A request and its answer as the control API shows them, in a list or in an event. */
#ifndef CONTROL_REQUESTS_JOURNAL_H
#define CONTROL_REQUESTS_JOURNAL_H
#include "engine/journal.h"
#include "engine/request.h"

/* One side of an exchange; JSON texts, in which what is secret is not shown. */
struct half {
    const char *headers;
    const char *query;
    const char *body;
    int64_t size; /* bytes of the body as it was */
};

struct request_row {
    const char *id;
    int64_t at;
    const char *method;
    const char *path;
    const char *operation;
    int64_t status;
    const char *reason;
    const char *hint;
    int64_t micros;
    struct half request;
    struct half response;
};

extern const struct field request_fields[];
struct request_row request_row_of(struct gateway *g, struct arena *a, const struct record *record);

#endif
