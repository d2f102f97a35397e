/* SPDX-License-Identifier: MIT */
/* From the bytes of a request to the struct that its handler gets; step_decode (steps.h) does both. */
#ifndef ENGINE_DECODE_H
#define ENGINE_DECODE_H

#include "engine/request.h"

/* Decodes a body by the rules; the complaints are in r->decoder, r->unreadable if it is no JSON. */
void request_decode(struct request *r);

/* Whether a Content-Type header, which may be NULL, names the type; its parameters are ignored. */
bool is_media_type(const char *header, const char *type);

/* Whether the body is application/x-www-form-urlencoded. */
bool request_is_form(const struct request *r);

/* The first complaint as a sentence: "member credential.value must not be null". */
const char *request_complaint(struct request *r);

#endif
