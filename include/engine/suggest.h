/* SPDX-License-Identifier: MIT */
/* What a mistyped path may have meant. */
#ifndef ENGINE_SUGGEST_H
#define ENGINE_SUGGEST_H

#include "engine/request.h"

/* "POST /multi/login_with_password" for a path that is near one of ours, else NULL. */
const char *suggest_operation(const struct request *r);

#endif
