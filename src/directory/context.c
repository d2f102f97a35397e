/* SPDX-License-Identifier: MIT */
/* Contexts: a realm at a moment. */
#include "directory/context.h"

struct context context_in(struct gateway *g, struct realm *realm, struct arena *a, int64_t now)
{
    return (struct context){.gateway = g,
                            .store = g->store,
                            .arena = a,
                            .realm = realm,
                            .random = &g->random,
                            .ids = &g->ids,
                            .now = now};
}

struct context context_of(struct request *r)
{
    struct context ret = context_in(r->gateway, r->realm, r->arena, r->now);

    ret.request = r;
    return ret;
}

const char *context_url(const struct context *ctx)
{
    return ctx->request == NULL ? ctx->gateway->url : request_base_url(ctx->request);
}
