/* SPDX-License-Identifier: MIT */
/* CORS headers: --cors applies to the gateways' APIs; "*" never applies to the control API. */
#include "cors.h"

#include "base/names.h"
#include "engine/family.h"
#include "engine/reply.h"
#include "engine/router.h"

#include <string.h>

/* The value of Access-Control-Allow-Origin; NULL: the page may not read the answer of the operation (NULL: none). */
static const char *allowed_origin(const struct request *r, const struct operation *operation)
{
    enum readers readers = operation == NULL ? READERS_OF_CORS : operation->readers;
    const char *origin = request_header(r, "origin");
    const struct origins *origins = &r->gateway->origins;

    if (readers != READERS_OF_CORS)
        return readers == ANY_ORIGIN ? "*" : NULL;
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

/* The operation that a preflight is about; NULL: there is none. */
static const struct operation *announced(const struct request *r, const char *method)
{
    struct request later = *r;

    later.method = (enum method) name_index(method_names, method);
    router_find(&later);
    return later.operation;
}

bool cors_preflight(struct request *r)
{
    const char *method = request_header(r, "access-control-request-method");

    if (r->method != OPTIONS || method == NULL)
        return false;
    const char *headers = request_header(r, "access-control-request-headers");
    const char *network = request_header(r, "access-control-request-private-network");
    const char *origin = allowed_origin(r, announced(r, method));

    if (origin == NULL)
        return false;
    r->reply.status = 204;
    reply_header(r, "Access-Control-Allow-Origin", origin);
    reply_header(r, "Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    if (headers != NULL)
        reply_header(r, "Access-Control-Allow-Headers", headers);
    reply_header(r, "Access-Control-Max-Age", "600");
    /* from a page in a less private network, as a site that is tested (weavr-web-client.md 6.2) */
    if (network != NULL && strcasecmp(network, "true") == 0)
        reply_header(r, "Access-Control-Allow-Private-Network", "true");
    return true;
}

void cors_allow(struct request *r)
{
    const char *origin = r->method == OPTIONS ? NULL : allowed_origin(r, r->operation);

    /* for caches: needed in answers to requests without an origin, too */
    if (r->gateway->origins.count > 0)
        reply_header(r, "Vary", "Origin");
    if (origin == NULL)
        return;
    reply_header(r, "Access-Control-Allow-Origin", origin);
    reply_header(r, "Access-Control-Expose-Headers",
                 "request-ref, sandgate-reason, x-ratelimit-limit, x-ratelimit-reset, location");
}
