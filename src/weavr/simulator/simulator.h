/* SPDX-License-Identifier: MIT */
/* Shared by the simulator's operations. */
#ifndef WEAVR_SIMULATOR_SIMULATOR_H
#define WEAVR_SIMULATOR_SIMULATOR_H

#include "model/challenge.h"
#include "weavr/shared_types.h"

extern const struct group simulator_group;

/* The input of a path that names a credential. */
extern const struct input credential_input;

/* PASS for a pending challenge; else EXPIRED, or `decided`. `what` names it in the reason. */
int pending_or_reply(struct request *r, const struct challenge *challenge, const char *what,
                     enum error decided);

#endif
