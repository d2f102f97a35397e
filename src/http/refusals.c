/* SPDX-License-Identifier: MIT */
/* Refusals of malformed and incomplete requests: through the pipeline, so that they are recorded. */
#include "refusals.h"

#include "engine/pipeline.h"
#include "library.h"

#include <string.h>

/* The head may not have been read to its end. */
static void take_what_was_read(struct exchange *x)
{
    struct head head;

    if (!x->begun)
        exchange_take_head(x, &head, NULL, NULL);
}

void refuse_exchange(struct exchange *x, struct refusal refusal)
{
    take_what_was_read(x);
    pipeline_refuse(&x->request, refusal.error, refusal.why);
    exchange_send(x);
}

/* The library's refusals; each other status becomes a 400. */
static const struct {
    unsigned status;
    struct refusal refusal;
} refusals[] = {
    {414, {TARGET_TOO_LONG, "the target is too long"}},
    {431, {HEADERS_TOO_LARGE, "the headers are too large"}},
    {500, {INTERNAL_ERROR, "libmicrohttpd has failed"}},
    {503, {INTERNAL_ERROR, "libmicrohttpd has failed"}},
    {505, {VERSION_NOT_SUPPORTED, "the only versions of HTTP are 1.0 and 1.1"}},
    {0, {MALFORMED_REQUEST, NULL}},
};

static struct refusal refusal_for(unsigned status)
{
    size_t i = 0;

    while (refusals[i].status != 0 && refusals[i].status != status)
        i++;
    return refusals[i].refusal;
}

/* Where the library has stopped to read. */
static const char *malformed_part(const struct exchange *x, bool in_body)
{
    if (in_body)
        return "a chunk of the body is malformed";
    if (*x->request.path == '\0')
        return "the request line is malformed";
    return request_header(&x->request, "content-length") == NULL
               ? "a header line is malformed"
               : "a header line is malformed, or Content-Length is no number of 64 bits";
}

static void refuse_for_library(struct connection *c, unsigned status)
{
    bool in_progress = c->exchange != NULL;
    struct exchange *x = in_progress ? c->exchange : exchange_open(c, "");
    bool in_body = x->begun;
    struct refusal refusal = refusal_for(status);

    take_what_was_read(x);
    if (refusal.why == NULL)
        refusal.why = malformed_part(x, in_body);
    refuse_exchange(x, refusal);
    if (!in_progress)
        exchange_close(x);
}

void refuse_late(struct exchange *x)
{
    refuse_exchange(x,
                    (struct refusal){REQUEST_TIMED_OUT,
                                     "the rest of the request did not come within the idle time"});
}

/*
 * Called by the library alone. After MHD_NO it closes the connection and frees its memory; where that happens while it
 * reads the head, it looks for headers in the memory afterwards (0.9.75). So a request in progress gets the library's
 * own response, too, which can't be sent any more.
 */
enum MHD_Result MHD_queue_response(struct MHD_Connection *handle, unsigned status,
                                   struct MHD_Response *response)
{
    struct connection *c = connection_of(handle);
    bool in_progress = c->exchange != NULL;

    refuse_for_library(c, status);
    if (!in_progress)
        return MHD_NO;
    connection_end_sending(c);
    MHD_set_connection_option(handle, MHD_CONNECTION_OPTION_TIMEOUT,
                              1U); /* if it waits for a body */
    return library_queue_response(handle, status, response);
}
