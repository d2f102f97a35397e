/* SPDX-License-Identifier: MIT */
/* What media type a client would like its answer to be (RFC 9110, section 12.5.1). */
#ifndef ENGINE_ACCEPT_H
#define ENGINE_ACCEPT_H

#include "engine/request.h"

/*
 * Whether the Accept header prefers the type to JSON: by its quality, and where that is equal, because
 * it is named more exactly. Whoever names neither, or has no such header, prefers JSON.
 */
bool request_prefers(const struct request *r, const char *type);

#endif
