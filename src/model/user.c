/* SPDX-License-Identifier: MIT */
/* The rules for invitations and addresses. */
#include "model/user.h"

bool user_is_active(const struct user *u)
{
    return u->active && u->identity_active;
}

bool email_is_reserved(const struct user *u, const struct email_state *e, int64_t now)
{
    return !e->released && (u->email_verified || u->type != USER_ROOT || now < e->deadline);
}

bool invitation_is_pending(const struct invitation *i, int64_t now)
{
    return i->code != NULL && now < i->deadline;
}
