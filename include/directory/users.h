/* SPDX-License-Identifier: MIT */
/* The user that an id names. */
#ifndef DIRECTORY_USERS_H
#define DIRECTORY_USERS_H

#include "engine/request.h"
#include "model/user.h"

/* The user that an id, or a credential's id, names: -ENOENT when the request's realm has none. */
int user_in_realm(struct request *r, int64_t id, struct user *ret);

#endif
