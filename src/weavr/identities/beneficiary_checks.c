/* SPDX-License-Identifier: MIT */
/* Checks of a corporate's beneficiaries. */
#include "weavr/beneficiary_checks.h"

#include "directory/outbox.h"
#include "users/links.h"

#include <string.h>

int beneficiary_check_start(struct context *ctx, const struct user *root,
                            struct beneficiary_check *check)
{
    check->reference = id_next(ctx->ids);
    check->identity = root->identity;
    check->status = DILIGENCE_INITIATED;
    const struct link_values values = {
        .user = root, .to = check->email, .reference = check->reference};
    int rc = store_beneficiary_insert(ctx->store, ctx->realm->id, check);

    if (rc < 0)
        return rc;
    return message_send(
        ctx, &(struct message){
                 .channel = "EMAIL",
                 .to = check->email,
                 .kind = "BENEFICIARY_VERIFICATION",
                 .text = arena_printf(
                     ctx->arena, "Please prove who you are: %s",
                     link_text(ctx, ctx->realm->settings.links.beneficiary_verification, &values)),
             });
}

int beneficiary_check_decide(struct context *ctx, const struct beneficiary_check *check,
                             enum diligence_status status, const struct grounds *grounds)
{
    const char *space = strrchr(check->name, ' ');
    size_t first = space == NULL ? strlen(check->name) : (size_t) (space - check->name);
    const struct beneficiary beneficiary = {
        .type = "DIRECTOR",
        .first_name = arena_textn(ctx->arena, check->name, first),
        .middle_name = "",
        .last_name = space == NULL ? "" : space + 1,
        .email = check->email,
        .status = diligence_names[status],
    };
    int rc = store_beneficiary_set_status(ctx->store, ctx->realm->id, check->reference, status);

    return rc < 0 ? rc : event_beneficiary(ctx, check->identity, &beneficiary, grounds);
}
