/* SPDX-License-Identifier: MIT */
/* The media type of a body, and the first error that step_decode (steps.h) has found. */
#ifndef ENGINE_DECODE_H
#define ENGINE_DECODE_H

#include "engine/request.h"

/* Whether a Content-Type header, which may be NULL, has the type; parameters are ignored. */
bool is_media_type(const char *header, const char *type);

/* Whether the body is application/x-www-form-urlencoded. */
bool request_is_form(const struct request *r);

/* The first error as a sentence: "member credential.value must not be null". */
const char *request_complaint(struct request *r);

#endif
