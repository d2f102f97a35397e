/* SPDX-License-Identifier: MIT */
/* The way of a request: the only way to an operation. */
#ifndef ENGINE_PIPELINE_H
#define ENGINE_PIPELINE_H

#include "engine/request.h"

/* Finds what the request is for; from then on r->family->body_limit tells how much may come. */
void pipeline_begin(struct request *r);

/*
 * Runs the request, with its whole body, to its reply or to a hold: then r->reply.status is 0,
 * and the same call is made again when request_is_due. Every answer is logged here, once.
 */
void pipeline_run(struct request *r);

/* Gives back what the request owns beside its arena. */
void request_release(struct request *r);

#endif
