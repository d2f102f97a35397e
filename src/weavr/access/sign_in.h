/* SPDX-License-Identifier: MIT */
/* Shared by the sign-ins: the choice of an identity, and the refusal of a locked account. */
#ifndef WEAVR_ACCESS_SIGN_IN_H
#define WEAVR_ACCESS_SIGN_IN_H

#include "engine/request.h"
#include "model/user.h"

struct identity_choice {
    int type; /* enum identity_type; -1 when absent */
    int64_t id;
};

extern const struct rule identity_choice_rules[];

/* Refuses with ACCOUNT_LOCKED; the reason gives the time that is left. */
int refuse_locked(struct request *r, const struct person *person);

extern const struct group sign_in_group;

#endif
