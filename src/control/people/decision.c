/* SPDX-License-Identifier: MIT */
/* Applying a decision of the due diligence provider, as the operator sets it. */
#include "decision.h"

#include "base/names.h"
#include "directory/identities_store.h"
#include "engine/reply.h"

static enum diligence_status status_of(const struct decision *decision)
{
    return (enum diligence_status) name_index(
        diligence_names, decision->kyc != NULL ? decision->kyc : decision->kyb);
}

int grounds_or_reply(struct request *r, enum identity_type checked, const struct grounds *grounds)
{
    for (size_t i = 0; i < grounds->reasons.count; i++) {
        const char *reason = *(const char *const *) list_at(&grounds->reasons, i);

        if (!diligence_reason_fits(checked, reason))
            return refuse_member(
                r, "details",
                arena_printf(r->arena,
                             "has a reason that does not apply to this kind of identity: %s",
                             reason));
    }
    return PASS;
}

int decide_identity(struct request *r, int64_t id, const struct decision *decision)
{
    struct context ctx = context_of(r);
    struct identity identity;

    if (decision->kyc == NULL && decision->kyb == NULL)
        return 0;
    int rc = store_identity_find(r->store, r->arena, id, &identity);
    return rc < 0 ? rc : identity_decide(&ctx, &identity, status_of(decision), &decision->grounds);
}
