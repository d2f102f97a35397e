/* SPDX-License-Identifier: MIT */
/* Declaring resources. */
#include "weavr/resources.h"

#include "directory/context.h"
#include "weavr/resources_store.h"

int resource_declare(struct context *ctx, const struct resource_form *form, int64_t owner,
                     struct resource *ret)
{
    *ret = (struct resource){
        .id = form->id == 0 ? id_next(ctx->ids) : form->id,
        .type = (enum resource_type) form->type,
        .identity = owner,
        .state = form->state < 0 ? RESOURCE_PENDING_CHALLENGE : (enum resource_state) form->state,
        .outcome = form->outcome == NULL ? resource_outcome_names[0] : form->outcome,
        .created = ctx->now,
    };
    return store_resource_insert(ctx->store, ctx->realm->id, ret);
}
