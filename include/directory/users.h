/* SPDX-License-Identifier: MIT */
/* Finding users of the request's realm. */
#ifndef DIRECTORY_USERS_H
#define DIRECTORY_USERS_H

#include "engine/request.h"
#include "model/user.h"

/* The user of an id; -ENOENT if the request's realm has none. */
int user_in_realm(struct request *r, int64_t id, struct user *ret);

#endif
