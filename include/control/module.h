/* SPDX-License-Identifier: MIT */
/* What sandgate adds for whoever tests. */
#ifndef CONTROL_MODULE_H
#define CONTROL_MODULE_H
#include "engine/registry.h"

extern const struct module control_module;

extern const struct family control_family; /* takes every path that no other family takes */

#endif
