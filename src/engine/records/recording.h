/* SPDX-License-Identifier: MIT */
/* A request that was answered becomes a record of a journal. */
#ifndef ENGINE_RECORDING_H
#define ENGINE_RECORDING_H

#include "engine/request.h"

/*
 * Keeps the request, answered after so many µs, in its realm's journal, or in the one of those that
 * found none.
 */
void recording_keep(struct request *r, int64_t micros);

#endif
