/* SPDX-License-Identifier: MIT */
/* Calls that come again with the same idempotency-ref; the step itself is step_replay (steps.h). */
#ifndef ENGINE_REPLAY_H
#define ENGINE_REPLAY_H

#include "engine/request.h"

/* Keeps the answer for when the call comes again; in the call's transaction. 0 or a negative errno. */
int replay_keep(struct request *r);

/* While a call waits, its twins are told so: from replay_begin to replay_end. */
void replay_begin(struct request *r);
void replay_end(struct request *r);

#endif
