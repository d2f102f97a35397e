/* SPDX-License-Identifier: MIT */
/* New codes, ids and UUIDs. */
#include "directory/codes.h"

#include "directory/users_store.h"

const char *code_new(struct context *ctx)
{
    if (ctx->realm->settings.otp_mode == OTP_FIXED)
        return ctx->realm->settings.otp_code;
    return arena_printf(ctx->arena, "%06u", (unsigned) random_below(ctx->random, 1000000));
}

int id_new(struct context *ctx, int64_t *ret)
{
    bool taken = true;
    int rc = 0;

    while (rc == 0 && taken) {
        *ret = id_next(ctx->ids);
        rc = store_user_id_taken(ctx->store, ctx->realm->id, *ret, &taken);
    }
    return rc;
}

const char *uuid_new(struct context *ctx)
{
    char uuid[UUID_SIZE];

    random_uuid(ctx->random, uuid);
    return arena_text(ctx->arena, uuid);
}
