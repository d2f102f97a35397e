/* SPDX-License-Identifier: MIT */
/* The steps (step_fn, operation.h) of which each family makes its documented order of checks. */
#ifndef ENGINE_STEPS_H
#define ENGINE_STEPS_H

#include "engine/request.h"

step_fn step_faults;    /* applies the first matching fault of the realm, which must be known */
step_fn step_operation; /* 404 and 405 */
step_fn step_catch_up;  /* does what is due in the realm, so that the operation sees it */
step_fn step_prefer;    /* Prefer: code= and delay= (control.md 5) */
step_fn step_decode;    /* path, query and body by the operation's rules: 400 */
step_fn step_body_size; /* 413 */
step_fn step_permit;    /* the operation's own check of who may call it: 403 */
step_fn step_find;      /* looks up the object of the path: 404, 403 */
step_fn step_replay;    /* idempotency-ref: the answer to a repeated call */
step_fn step_handle;    /* the operation itself, in a transaction if it writes */

#endif
