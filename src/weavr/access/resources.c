/* SPDX-License-Identifier: MIT */
/* Creating resources. */
#include "weavr/resources.h"

#include "directory/context.h"
#include "weavr/resources_store.h"

#include <errno.h>

int resource_declare(struct context *ctx, const struct resource_form *form, int64_t owner,
                     struct resource *ret)
{
    *ret = (struct resource){
        .id = form->id,
        .type = (enum resource_type) form->type,
        .identity = owner,
        .state = form->state < 0 ? RESOURCE_PENDING_CHALLENGE : (enum resource_state) form->state,
        .outcome = form->outcome == NULL ? resource_outcome_names[0] : form->outcome,
        .created = ctx->now,
    };
    if (form->id != 0)
        return store_resource_insert(ctx->store, ctx->realm->id, ret);
    int rc = -EEXIST;

    /* a seed document or a client may have used the id already */
    while (rc == -EEXIST) {
        ret->id = id_next(ctx->ids);
        rc = store_resource_insert(ctx->store, ctx->realm->id, ret);
    }
    return rc;
}
