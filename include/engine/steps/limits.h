/* SPDX-License-Identifier: MIT */
/* Rate limits of a realm: the setting rateLimit, counted by the realm's clock. */
#ifndef ENGINE_LIMITS_H
#define ENGINE_LIMITS_H

#include "engine/request.h"

/*
 * Counts the request, or refuses it with TOO_MANY_REQUESTS and the headers of weavr-auth.md 1.3
 * when a window is full. PASS where the realm has no limit.
 */
int limits_or_reply(struct request *r);

/* The two headers, as if `limit` were exceeded for `reset` more seconds. */
void limits_headers(struct request *r, int64_t limit, int64_t reset);

#endif
