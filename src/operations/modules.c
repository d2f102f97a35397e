/* SPDX-License-Identifier: MIT */
/* What the program consists of. */
#include "operations/modules.h"

const struct module *const modules[] = {&weavr_module, &cyrexa_module, &control_module, NULL};
