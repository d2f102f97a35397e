/* SPDX-License-Identifier: MIT */
/* Changing the status of a factor. */
#include "weavr/factor_change.h"

#include "directory/users_store.h"
#include "weavr/events.h"

int factor_change(struct context *ctx, int64_t person, enum channel channel,
                  enum factor_status status)
{
    const struct factor factor = {.channel = channel, .status = status};
    int rc = store_factor_set(ctx->store, ctx->realm->id, person, &factor);

    return rc < 0 || status == FACTOR_PENDING ? rc : event_factor(ctx, person, &factor);
}

int factors_deactivate(struct context *ctx, int64_t person)
{
    struct list factors;
    int rc = store_factors(ctx->store, ctx->arena, ctx->realm->id, person, &factors);

    for (size_t i = 0; rc == 0 && i < factors.count; i++) {
        const struct factor *factor = list_at(&factors, i);

        if (factor->status == FACTOR_ACTIVE)
            rc = factor_change(ctx, person, factor->channel, FACTOR_INACTIVE);
    }
    return rc;
}
