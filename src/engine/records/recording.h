/* SPDX-License-Identifier: MIT */
/* Records answered requests in the journals. */
#ifndef ENGINE_RECORDING_H
#define ENGINE_RECORDING_H

#include "engine/request.h"

/*
 * Records the request, which was answered after `micros` µs, in the journal of its realm, or in the
 * journal of requests without a realm.
 */
void recording_add(struct request *r, int64_t micros);

#endif
