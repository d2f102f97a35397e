/* SPDX-License-Identifier: MIT */
/*
 * E-mail addresses: whether they are taken, and replacing them.
 *
 * An address is taken while a user has it, it is pending for a user, or it is a customer's credential.
 * A root who did not verify an address in time loses it, but only once somebody else asks for it. Users
 * of one person may share an address: the oldest of them owns it.
 */
#include "directory/emails.h"

#include "directory/user_parts_store.h"
#include "directory/users_store.h"

#include <errno.h>

int email_is_free(struct context *ctx, const char *email)
{
    return email_is_free_for(ctx, 0, email);
}

int email_is_free_for(struct context *ctx, int64_t user, const char *email)
{
    struct email_holding holding = {.taken = false};
    int rc = store_email_holding(ctx->store, ctx->realm->id, email, user, ctx->now, &holding);

    if (rc == 0 && holding.lapsed)
        rc = store_user_release_email(ctx->store, ctx->realm->id, email, ctx->now);
    return rc == 0 && holding.taken ? -EEXIST : rc;
}

int email_adopt(struct context *ctx, struct user *user, const char *email)
{
    struct email_state state = {.shared = false};
    int rc = store_user_email_state(ctx->store, ctx->arena, user->id, &state);

    if (rc == 0 && !state.shared)
        rc = store_email_share(ctx->store, user, email);
    if (rc == 0)
        rc = store_user_set_email(ctx->store, user->id, email);
    user->email = email;
    return rc;
}

int email_replace(struct context *ctx, int64_t id, const char *email)
{
    struct user user = {.id = 0};
    int rc = store_user_find(ctx->store, ctx->arena, id, &user);

    if (rc == 0)
        rc = email_adopt(ctx, &user, email);
    return rc < 0 ? rc
                  : store_user_set_email_code(
                        ctx->store, id, NULL,
                        ctx->now + ctx->realm->settings.email_verification_seconds * 1000);
}
