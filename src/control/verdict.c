/* SPDX-License-Identifier: MIT */
/* What the operator makes the provider of due diligence say. */
#include "verdict.h"

#include "base/names.h"
#include "directory/identities_store.h"
#include "engine/reply.h"

static enum diligence_status status_of(const struct verdict *verdict)
{
    return (enum diligence_status) name_index(diligence_names,
                                              verdict->kyc != NULL ? verdict->kyc : verdict->kyb);
}

int grounds_or_reply(struct request *r, enum identity_type checked, const struct grounds *grounds)
{
    for (size_t i = 0; i < grounds->reasons.count; i++) {
        const char *reason = *(const char *const *) list_at(&grounds->reasons, i);

        if (!diligence_reason_fits(checked, reason))
            return refuse_member(
                r, "details", arena_printf(r->arena, "has a reason of the other kind: %s", reason));
    }
    return PASS;
}

int decide_identity(struct request *r, int64_t id, const struct verdict *verdict)
{
    struct context ctx = context_of(r);
    struct identity identity;

    if (verdict->kyc == NULL && verdict->kyb == NULL)
        return 0;
    int rc = store_identity_find(r->store, r->arena, id, &identity);
    return rc < 0 ? rc : identity_decide(&ctx, &identity, status_of(verdict), &verdict->grounds);
}
