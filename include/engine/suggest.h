/* SPDX-License-Identifier: MIT */
/* Suggests an operation for a mistyped path. */
#ifndef ENGINE_SUGGEST_H
#define ENGINE_SUGGEST_H

#include "engine/request.h"

/* An operation with a similar path, as "POST /multi/login_with_password", or NULL. */
const char *suggest_operation(const struct request *r);

#endif
