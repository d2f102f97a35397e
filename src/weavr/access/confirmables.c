/* SPDX-License-Identifier: MIT */
/* Sends and declared resources. */
#include "confirmables.h"

#include "money/execution.h"
#include "weavr/money/transactions_store.h"
#include "weavr/resources_store.h"

#include <errno.h>

/* As far as challenges know: waiting, never valid, or past. */
static enum resource_state state_of(const struct transaction *t)
{
    if (t->state == TRANSACTION_PENDING_CHALLENGE)
        return RESOURCE_PENDING_CHALLENGE;
    return t->state == TRANSACTION_INVALID ? RESOURCE_INVALID : RESOURCE_COMPLETED;
}

int confirmable_find(struct request *r, int64_t id, struct resource *ret)
{
    struct transaction t;
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, id, &t);

    if (rc == -ENOENT || (rc == 0 && t.kind != TRANSACTION_SEND))
        return store_resource_find(r->store, r->arena, r->realm->id, id, ret);
    if (rc == 0)
        *ret = (struct resource){.id = id,
                                 .type = RESOURCE_SEND,
                                 .identity = t.identity,
                                 .state = state_of(&t),
                                 .challenge = t.challenge,
                                 .created = t.created};
    return rc;
}

int confirmable_challenge(struct context *ctx, const struct resource *resource, int64_t challenge)
{
    int rc = store_transaction_set_challenge(ctx->store, ctx->realm->id, resource->id, challenge);

    return rc == -ENOENT
               ? store_resource_set_challenge(ctx->store, ctx->realm->id, resource->id, challenge)
               : rc;
}

typedef int act_fn(struct context *ctx, struct transaction *t);

static int for_all(struct context *ctx, int64_t challenge, act_fn *act)
{
    struct list waiting;
    int rc =
        store_transactions_challenged(ctx->store, ctx->arena, ctx->realm->id, challenge, &waiting);

    for (size_t i = 0; rc == 0 && i < waiting.count; i++)
        rc = act(ctx, list_at(&waiting, i));
    return rc;
}

static int reject(struct context *ctx, struct transaction *t)
{
    return order_update(ctx, t, TRANSACTION_REJECTED);
}

static int fail(struct context *ctx, struct transaction *t)
{
    return order_update(ctx, t, TRANSACTION_FAILED);
}

int confirmables_execute(struct context *ctx, int64_t challenge)
{
    int rc = store_resources_confirm(ctx->store, ctx->realm->id, challenge);

    return rc < 0 ? rc : for_all(ctx, challenge, order_confirmed);
}

int confirmables_reject(struct context *ctx, int64_t challenge)
{
    int rc = store_resources_end(ctx->store, ctx->realm->id, challenge, RESOURCE_REJECTED);

    return rc < 0 ? rc : for_all(ctx, challenge, reject);
}

int confirmables_fail(struct context *ctx, int64_t challenge)
{
    int rc = store_resources_end(ctx->store, ctx->realm->id, challenge, RESOURCE_FAILED);

    return rc < 0 ? rc : for_all(ctx, challenge, fail);
}
