/* SPDX-License-Identifier: MIT */
/*
 * The head of a request: its lines, and whether it is well-formed. The library accepts much that RFC 9112
 * forbids. A proxy in front may read such a head in another way (request smuggling).
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "engine/request.h"

#include <microhttpd.h>

/* The header lines, and what the checks need to know of them. */
struct head {
    struct MHD_Connection *handle;
    struct arena *arena;
    const char *version;
    struct pair *items;
    size_t count;
    size_t size;      /* of items */
    const char *next; /* where the next line must begin in the library's memory */
    const char *why;  /* a line is malformed; NULL: none is */
    size_t hosts;
    const char *host;
    size_t codings;
    const char *coding;
    bool coding_is_padded;
    const char *length; /* the last Content-Length; NULL: none */
    bool lengths_differ;
    bool expects_continue;
};

/*
 * Target and headers of a request must fit, and then the head of the answer. The library clears all of it
 * after each request: 24 KiB cost 0.3 µs more than 12, and 32 KiB would fill the first cache of common
 * processors.
 */
#define HTTP_CONNECTION_MEMORY ((size_t) 24 << 10)

/* Why a request isn't processed. */
struct refusal {
    enum error error; /* NO_ERROR: it is */
    const char *why;
};

/*
 * At the request line, before the library has parsed the target and any header: hides the query and the
 * cookies, each of which would take room in the connection's small memory, and Expect. `target` is the library's.
 */
void head_begin(struct MHD_Connection *handle, const char *target);

/*
 * Reads the header lines, so far as the library has them; values are trimmed (RFC 9110, section 5.5).
 * `version` is NULL if the head was not read to its end; then it can't be checked.
 */
struct pairs head_read(struct head *ret, struct MHD_Connection *handle, struct arena *a,
                       const char *version);

/*
 * Checks a head that was read to its end. The texts are those in the library's memory, where the parts of
 * the head follow one another; `target_length` is the length before head_begin.
 */
struct refusal head_check(const struct head *head, const char *method, const char *target,
                          size_t target_length);

/* Whether the version is HTTP/1.0. */
bool head_is_1_0(const struct head *head);

/* Whether the trailers of a chunked body leave room for the head of the answer. */
bool head_trailers_fit(struct MHD_Connection *handle);

#endif
