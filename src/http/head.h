/* SPDX-License-Identifier: MIT */
/*
 * The head of a request: its lines, and whether it is well-formed. The library accepts much that RFC 9112
 * forbids. A proxy in front may read such a head in another way (request smuggling).
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "engine/request.h"

#include <microhttpd.h>

/* What the checks read: the library's memory, in which the parts of the head follow one another. */
struct head {
    struct MHD_Connection *handle;
    const char *method;
    const char *target;
    size_t target_length; /* before it was changed (head_begin) */
    const char *version;
};

/* Why a request isn't processed. */
struct refusal {
    enum error error; /* NO_ERROR: it is */
    const char *why;
};

/*
 * At the request line, before the library has parsed the target and any header: hides the query and the
 * cookies, each of which would take room in the connection's small memory. `target` is the library's.
 */
void head_begin(struct MHD_Connection *handle, const char *target);

/* The header lines that were read; values are trimmed (RFC 9110, section 5.5). */
struct pairs head_lines(struct MHD_Connection *handle, struct arena *a);

/* Checks a head that was read to its end. */
struct refusal head_check(const struct head *head);

#endif
