/* SPDX-License-Identifier: MIT */
/* Calls that come again with the same idempotency-ref; the step itself is step_replay (steps.h). */
#ifndef API_REPLAY_H
#define API_REPLAY_H

#include "api/request.h"

/* Keeps the answer for when the call comes again; in the call's transaction. 0 or a negative errno. */
int replay_keep(struct request *r);

/* While a call waits, its twins are told so: from replay_begin to replay_end. */
void replay_begin(struct request *r);
void replay_end(struct request *r);

#endif
