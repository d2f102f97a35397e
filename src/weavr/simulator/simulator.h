/* SPDX-License-Identifier: MIT */
/* Operations of the simulator. */
#ifndef WEAVR_SIMULATOR_SIMULATOR_H
#define WEAVR_SIMULATOR_SIMULATOR_H

#include "model/challenge.h"
#include "weavr/shared_types.h"

extern const struct group simulator_group;

/* The credential that a path names. */
extern const struct input credential_input;

/* PASS for a challenge that still waits; else EXPIRED, or `decided`. `what` it is called. */
int pending_or_reply(struct request *r, const struct challenge *challenge, const char *what,
                     enum error decided);

#endif
