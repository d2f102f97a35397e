/* SPDX-License-Identifier: MIT */
/* A request and its answer as the control API shows them, in a list or in an event. */
#ifndef CONTROL_REQUESTS_JOURNAL_H
#define CONTROL_REQUESTS_JOURNAL_H

#include "engine/records/journal.h"
#include "engine/request.h"

/* The request or the answer, as JSON texts without secrets. */
struct message_part {
    const char *headers;
    const char *query;
    const char *body;
    int64_t size; /* bytes of the original body */
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
    bool lenient; /* something was taken otherwise than documented */
    int64_t micros;
    struct message_part request;
    struct message_part response;
};

extern const struct field request_fields[];
struct request_row request_row_of(struct gateway *g, struct arena *a, const struct record *record);

#endif
