/* SPDX-License-Identifier: MIT */
/*
 * Applies faults (faults.h) to requests. The step that finds the fault of a request, and applies it if
 * it replaces the operation, is step_faults (steps.h).
 */
#ifndef ENGINE_APPLY_FAULT_H
#define ENGINE_APPLY_FAULT_H

#include "engine/request.h"

/* Applies the fault of the request, if any, to its complete reply. May suspend the request. */
void apply_fault_to_reply(struct request *r);

/* Refuses with an error of the documents, including the token or the rate limit headers. 0. */
int refuse_as_documented(struct request *r, enum error error, const char *reason);

#endif
