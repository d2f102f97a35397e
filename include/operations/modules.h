/* SPDX-License-Identifier: MIT */
/* What the program consists of. */
#ifndef OPERATIONS_MODULES_H
#define OPERATIONS_MODULES_H

#include "api/registry.h"

extern const struct module weavr_module, cyrexa_module, control_module;

/* All of them, ended by NULL. Paths are tried in this order; the last module takes every path. */
extern const struct module *const modules[];

#endif
