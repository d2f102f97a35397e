/* SPDX-License-Identifier: MIT */
/* The modules of which the program consists. */
#ifndef MAIN_MODULES_H
#define MAIN_MODULES_H

#include "engine/registry.h"

/* Ended by NULL. Paths are matched in this order; the last module has a family for every path. */
extern const struct module *const modules[];

#endif
