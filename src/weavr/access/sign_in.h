/* SPDX-License-Identifier: MIT */
/* What the two sign-ins share: an identity that a caller asks for, and the account's lock. */
#ifndef WEAVR_ACCESS_SIGN_IN_H
#define WEAVR_ACCESS_SIGN_IN_H

#include "engine/request.h"
#include "model/user.h"

struct identity_choice {
    int type; /* enum identity_type; -1 when absent */
    int64_t id;
};

extern const struct rule identity_choice_rules[];

/* ACCOUNT_LOCKED, and for how long yet. 0. */
int refuse_locked(struct request *r, const struct person *person);

extern const struct group sign_in_group;

#endif
