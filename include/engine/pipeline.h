/* SPDX-License-Identifier: MIT */
/* The processing of a request, from its first byte to its answer. */
#ifndef ENGINE_PIPELINE_H
#define ENGINE_PIPELINE_H

#include "engine/request.h"

/* Finds the operation of the request, and sets r->body_limit for the body that follows. */
void pipeline_begin(struct request *r);

/*
 * Runs the request, whose body is complete. If r->reply.status is 0 afterwards, the request waits:
 * call this again when request_is_due. Otherwise it is answered, logged and recorded.
 */
void pipeline_run(struct request *r);

/* Frees what the request owns besides its arena. */
void request_release(struct request *r);

#endif
