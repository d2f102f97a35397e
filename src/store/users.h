/* SPDX-License-Identifier: MIT */
/* How a user is read, for those who find one by other ways. */
#ifndef STORE_USERS_PRIVATE_H
#define STORE_USERS_PRIVATE_H

#include "query.h"
#include "store/users.h"

/* The next row of a query of USER_COLUMNS; -ENOENT when there is none. */
int user_read_one(struct query *q, struct arena *a, struct user *ret);

#endif
