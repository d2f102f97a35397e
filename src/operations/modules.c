/* SPDX-License-Identifier: MIT */
/* What the program consists of. */
#include "operations/operations.h"

extern const struct module weavr_module, cyrexa_module, control_module;

/* Paths are tried in this order; the last module takes every path. */
const struct module *const modules[] = {&weavr_module, &cyrexa_module, &control_module, NULL};
