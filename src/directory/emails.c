/* SPDX-License-Identifier: MIT */
/* Addresses: whose they are, and how another takes their place. */
#include "directory/emails.h"

#include "directory/customers_store.h"
#include "directory/users_store.h"

#include <errno.h>

int email_is_free(struct context *ctx, const char *email)
{
    return email_is_free_for(ctx, 0, email);
}

int email_is_free_for(struct context *ctx, int64_t user, const char *email)
{
    struct credential_row customers;
    bool taken = false;
    int rc = store_user_release_email(ctx->store, ctx->realm->id, email, ctx->now);

    if (rc == 0)
        rc = store_email_is_taken(ctx->store, ctx->realm->id, email, user, &taken);
    if (rc == 0 && !taken)
        rc = store_credential_find(
            ctx->store, ctx->arena, ctx->realm->id, credential_type_names[CREDENTIAL_EMAIL],
            credential_value(ctx->arena, CREDENTIAL_EMAIL, email), &customers);
    if (rc == -ENOENT)
        return 0;
    return rc == 0 ? -EEXIST : rc;
}

int email_adopt(struct context *ctx, struct user *user)
{
    int rc = user->email_shared ? 0 : store_email_share(ctx->store, user, user->email_pending);

    user->email = user->email_pending;
    user->email_pending = NULL;
    user->email_released = false;
    user->email_shared = false;
    return rc;
}

int email_replace(struct context *ctx, int64_t id, const char *email)
{
    struct user user = {.id = 0};
    int rc = store_user_find(ctx->store, ctx->arena, id, &user);

    if (rc < 0)
        return rc;
    user.email_pending = email;
    rc = email_adopt(ctx, &user);
    if (rc == 0)
        rc = store_user_update(ctx->store, &user);
    return rc < 0 ? rc
                  : store_user_set_email_code(
                        ctx->store, id, NULL,
                        ctx->now + ctx->realm->settings.email_verification_seconds * 1000);
}
