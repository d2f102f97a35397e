/* SPDX-License-Identifier: MIT */
/* Finds the operation of a method and a path. */
#ifndef ENGINE_ROUTER_H
#define ENGINE_ROUTER_H

#include "engine/request.h"

/*
 * Sets the request's family and, if one matches, its operation and path parameters. Otherwise
 * `allowed` lists the methods of the path, or is NULL for an unknown path. A parameter may be empty
 * inside a path, but not as its last segment (weavr-auth.md 5.2 C12).
 */
void router_find(struct request *r);

#endif
