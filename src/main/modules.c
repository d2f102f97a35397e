/* SPDX-License-Identifier: MIT */
/* The modules of which the program consists. */
#include "main/modules.h"

#include "control/module.h"
#include "cyrexa/module.h"
#include "directory/module.h"
#include "weavr/module.h"

const struct module *const modules[] = {&directory_module, &weavr_module, &cyrexa_module,
                                        &control_module, NULL};
