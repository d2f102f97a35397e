/* SPDX-License-Identifier: MIT */
/* Operations of the simulator. */
#ifndef WEAVR_SIMULATOR_SIMULATOR_H
#define WEAVR_SIMULATOR_SIMULATOR_H
#include "weavr/shared_types.h"

extern const struct group simulator_group;

/* The credential that a path names. */
extern const struct input credential_input;

#endif
