/* SPDX-License-Identifier: MIT */
/* Changing the status of a factor, of which the programme hears. 0 or a negative errno. */
#ifndef WEAVR_FACTOR_CHANGE_H
#define WEAVR_FACTOR_CHANGE_H

#include "directory/context.h"
#include "model/challenge.h"

/* Changes a person's factor; it is told when the factor begins or ends to count. */
int factor_change(struct context *ctx, int64_t person, enum channel channel,
                  enum factor_status status);

/* weavr-auth.md 3.2: whom the operator deactivates loses the factors, and does not get them back. */
int factors_deactivate(struct context *ctx, int64_t person);

#endif
