/* SPDX-License-Identifier: MIT */
/* Access for web pages of other origins (Fetch standard, CORS protocol). */
#ifndef ENGINE_CORS_H
#define ENGINE_CORS_H

#include "engine/request.h"

/* Answers a preflight request of an allowed origin; false: it is something else. */
bool cors_preflight(struct request *r);

/* Adds the headers with which a page of an allowed origin may read the reply. */
void cors_allow(struct request *r);

#endif
