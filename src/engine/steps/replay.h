/* SPDX-License-Identifier: MIT */
/* Repeated calls with the same idempotency-ref. The step that answers them is step_replay (steps.h). */
#ifndef ENGINE_REPLAY_H
#define ENGINE_REPLAY_H

#include "engine/request.h"

/* Stores the answer for repeated calls, in the call's transaction. 0 or a negative errno. */
int replay_save(struct request *r);

/* Between these, while the call waits, duplicates get IDEMPOTENT_REQUEST_IN_PROGRESS. */
void replay_begin(struct request *r);
void replay_end(struct request *r);

#endif
