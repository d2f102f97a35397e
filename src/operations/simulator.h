/* SPDX-License-Identifier: MIT */
/* Operations of the simulator. */
#ifndef OPERATIONS_SIMULATOR_H
#define OPERATIONS_SIMULATOR_H

#include "tables.h"

extern const struct group simulator_group;

/* The credential that a path names. */
extern const struct input credential_input;

#endif
