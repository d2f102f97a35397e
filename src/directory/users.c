/* SPDX-License-Identifier: MIT */
/* Finding users of the request's realm. */
#include "directory/users.h"

#include "directory/users_store.h"

#include <errno.h>

int user_in_realm(struct request *r, int64_t id, struct user *ret)
{
    int rc = store_user_find(r->store, r->arena, id, ret);

    return rc == 0 && ret->realm != r->realm->id ? -ENOENT : rc;
}
