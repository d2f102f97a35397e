/* SPDX-License-Identifier: MIT */
/* What both gateways share. */
#ifndef DIRECTORY_MODULE_H
#define DIRECTORY_MODULE_H

#include "engine/registry.h"

extern const struct module directory_module;

#endif
