/* SPDX-License-Identifier: MIT */
/* The steps that families put into their documented order. Each is a step_fn (operation.h). */
#ifndef ENGINE_STEPS_H
#define ENGINE_STEPS_H

#include "engine/request.h"

step_fn step_faults;    /* the fault of the realm that strikes; once the realm is known */
step_fn step_operation; /* 404 and 405 */
step_fn step_catch_up;  /* what the realm's time has brought meanwhile */
step_fn step_prefer;    /* Prefer: code= and delay= (control.md 5) */
step_fn step_decode;    /* path, query and body by the operation's rules: 400 */
step_fn step_body_size; /* 413 */
step_fn step_permit;    /* the operation's own word on who may call it: 403 */
step_fn step_find;      /* what the path names: 404, 403 */
step_fn step_replay;    /* idempotency-ref: the answer of before, or why not */
step_fn step_handle;    /* the operation itself, in a transaction where it writes */

#endif
