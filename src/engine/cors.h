/* SPDX-License-Identifier: MIT */
/* Which pages of other origins a browser lets read our answers (Fetch standard, CORS protocol). */
#ifndef ENGINE_CORS_H
#define ENGINE_CORS_H

#include "engine/request.h"

/* Answers a preflight request of an allowed origin, and says whether it did. */
bool cors_preflight(struct request *r);

/* Adds the headers that let the page of an allowed origin read the reply. */
void cors_allow(struct request *r);

#endif
