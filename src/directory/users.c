/* SPDX-License-Identifier: MIT */
/* The user that an id names. */
#include "directory/users.h"

#include "directory/users_store.h"

#include <errno.h>

int user_in_realm(struct request *r, int64_t id, struct user *ret)
{
    int rc = store_user_find(r->store, r->arena, id, ret);

    return rc == 0 && ret->realm != r->realm->id ? -ENOENT : rc;
}
