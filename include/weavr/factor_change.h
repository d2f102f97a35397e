/* SPDX-License-Identifier: MIT */
/* Changing the status of factors. 0 or a negative errno. */
#ifndef WEAVR_FACTOR_CHANGE_H
#define WEAVR_FACTOR_CHANGE_H

#include "directory/context.h"
#include "model/challenge.h"

/* Sets the status of a person's factor; publishes an event unless the status is PENDING. */
int factor_change(struct context *ctx, int64_t person, enum channel channel,
                  enum factor_status status);

/* Deactivates the active factors of a user whom the operator deactivates (weavr-auth.md 3.2). */
int factors_deactivate(struct context *ctx, int64_t person);

#endif
