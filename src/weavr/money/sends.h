/* SPDX-License-Identifier: MIT */
/* What the operations on sends share. */
#ifndef WEAVR_SENDS_H
#define WEAVR_SENDS_H

#include "engine/operation.h"

extern const struct group sends_group;

/* The path /sends/{id}. */
extern const struct input send_path_input;

#endif
