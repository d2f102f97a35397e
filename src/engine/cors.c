/* SPDX-License-Identifier: MIT */
/* CORS headers: --cors applies to the gateways' APIs; "*" never applies to the control API. */
#include "cors.h"

#include "engine/family.h"
#include "engine/reply.h"

#include <string.h>

/* The value of Access-Control-Allow-Origin; NULL: the page may not read the answer. */
static const char *allowed_origin(const struct request *r)
{
    const char *origin = request_header(r, "origin");
    const struct origins *origins = &r->gateway->origins;

    if (r->operation != NULL && r->operation->any_origin)
        return "*";
    bool may_have_origin = origin != NULL || r->headers_incomplete;

    if (!may_have_origin)
        return NULL;
    /* of an unknown origin: the browser compares */
    if (origin != NULL && origins_have(origins, origin))
        return origin;
    if (!origins->any)
        return origin == NULL && origins->count == 1 ? origins->named[0] : NULL;
    return r->family->is_control && *r->path != '\0' ? NULL : "*"; /* "": it is unknown */
}

bool cors_preflight(struct request *r)
{
    if (r->method != OPTIONS || request_header(r, "access-control-request-method") == NULL)
        return false;
    const char *headers = request_header(r, "access-control-request-headers");
    const char *origin = allowed_origin(r);

    if (origin == NULL)
        return false;
    r->reply.status = 204;
    reply_header(r, "Access-Control-Allow-Origin", origin);
    reply_header(r, "Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    if (headers != NULL)
        reply_header(r, "Access-Control-Allow-Headers", headers);
    reply_header(r, "Access-Control-Max-Age", "600");
    return true;
}

void cors_allow(struct request *r)
{
    const char *origin = r->method == OPTIONS ? NULL : allowed_origin(r);

    /* for caches: needed in answers to requests without an origin, too */
    if (r->gateway->origins.count > 0)
        reply_header(r, "Vary", "Origin");
    if (origin == NULL)
        return;
    reply_header(r, "Access-Control-Allow-Origin", origin);
    reply_header(r, "Access-Control-Expose-Headers",
                 "request-ref, sandgate-reason, x-ratelimit-limit, x-ratelimit-reset, location");
}
