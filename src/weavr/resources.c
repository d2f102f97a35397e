/* SPDX-License-Identifier: MIT */
/* Declaring resources. */
#include "weavr/resources.h"

#include "weavr/resources_store.h"

int resource_declare(struct scene *s, const struct resource_form *form, int64_t owner,
                     struct resource *ret)
{
    *ret = (struct resource){
        .id = form->id == 0 ? id_next(s->ids) : form->id,
        .type = (enum resource_type) form->type,
        .identity = owner,
        .state = form->state < 0 ? RESOURCE_PENDING_CHALLENGE : (enum resource_state) form->state,
        .outcome = form->outcome == NULL ? resource_outcome_names[0] : form->outcome,
        .created = s->now,
    };
    return store_resource_insert(s->store, s->realm->id, ret);
}
