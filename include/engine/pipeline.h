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

/*
 * Refuses the request without any step: it is malformed, or its body is. It is logged, and recorded as
 * one that matches no operation.
 */
void pipeline_refuse(struct request *r, enum error error, const char *why);

/* Logs and records a request that can't be answered any more; `why` is a clause. */
void pipeline_abandon(struct request *r, const char *why);

/* Frees what the request owns besides its arena. */
void request_release(struct request *r);

#endif
