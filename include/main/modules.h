/* SPDX-License-Identifier: MIT */
/* What the program consists of. */
#ifndef MAIN_MODULES_H
#define MAIN_MODULES_H
#include "engine/registry.h"

/* All of them, ended by NULL. Paths are tried in this order; the last module takes every path. */
extern const struct module *const modules[];

#endif
