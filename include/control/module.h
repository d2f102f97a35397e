/* SPDX-License-Identifier: MIT */
/*
 * The control API, with which tests set up realms and look into them, and the console. A realm is
 * changed through the same functions as by the gateways, so that tests see what clients would.
 * Operations need the control token if there is one (family.c); start reading at module.c.
 */
#ifndef CONTROL_MODULE_H
#define CONTROL_MODULE_H

#include "engine/registry.h"

extern const struct module control_module;

extern const struct family control_family; /* has all paths that no other family has */

#endif
