/* SPDX-License-Identifier: MIT */
/* Due diligence on the authorised users of corporates. */
#ifndef WEAVR_USER_KYC_H
#define WEAVR_USER_KYC_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/events.h"

/* The provider's word on a corporate's user, which the programme is told. 0 or a negative errno. */
int user_judge(struct context *ctx, const struct user *user, const char *diligence,
               const struct grounds *grounds);

#endif
