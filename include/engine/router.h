/* SPDX-License-Identifier: MIT */
/* Which operation a method and a path mean. */
#ifndef ENGINE_ROUTER_H
#define ENGINE_ROUTER_H

#include "engine/request.h"

/*
 * Sets the request's family and, when there is one, its operation and path parameters.
 * Without one, `allowed` tells the methods that the path knows, NULL for an unknown path.
 * An empty last segment is no parameter; an empty inner one is (weavr-auth.md 5.2 C12).
 */
void router_find(struct request *r);

#endif
