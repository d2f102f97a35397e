/* SPDX-License-Identifier: MIT */
/*
 * What a fault does to a request. The rules are in faults.h; the step that looks for the one that
 * strikes, and lets it strike unless the work comes first, is step_faults (steps.h).
 */
#ifndef ENGINE_STRIKE_H
#define ENGINE_STRIKE_H

#include "engine/request.h"

/* What the fault does to an answer that is ready. It may send the request to wait again. */
void strike_finish(struct request *r);

/* Refuses with what the documents say of it: token and limits included. 0. */
int refuse_as_documented(struct request *r, enum error error, const char *reason);

#endif
