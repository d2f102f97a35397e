/* SPDX-License-Identifier: MIT */
/* The body of a request, and the first error that step_decode (steps.h) has found. */
#ifndef ENGINE_DECODE_H
#define ENGINE_DECODE_H

#include "engine/request.h"

/* Whether a Content-Type header, which may be NULL, has the type; parameters are ignored. */
bool is_media_type(const char *header, const char *type);

/* Whether the body is application/x-www-form-urlencoded. */
bool request_is_form(const struct request *r);

/* The first error as a sentence: "member credential.value must not be null". */
const char *request_complaint(struct request *r);

/* The body as it was sent, or, if something in it was read leniently, as it was read. */
const char *request_read_body(struct request *r);

#endif
