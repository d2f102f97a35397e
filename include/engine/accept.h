/* SPDX-License-Identifier: MIT */
/* Content negotiation by the Accept header (RFC 9110, section 12.5.1). */
#ifndef ENGINE_ACCEPT_H
#define ENGINE_ACCEPT_H

#include "engine/request.h"

/*
 * Whether the Accept header prefers the type to JSON: its quality is higher, or equal and its media
 * range more specific. JSON is preferred if the header names neither or is missing.
 */
bool request_prefers(const struct request *r, const char *type);

#endif
