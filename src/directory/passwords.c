/* SPDX-License-Identifier: MIT */
/* The password of a person. */
#include "directory/passwords.h"

#include "directory/people_store.h"
#include "model/password.h"

int password_set(struct context *ctx, int64_t person, const char *password)
{
    char hash[PASSWORD_HASH_SIZE];
    int rc = password_hash(password, hash);

    return rc < 0 ? rc
                  : store_person_set_password(ctx->store, ctx->realm->id, person, hash, ctx->now,
                                              ctx->realm->settings.password_history);
}
