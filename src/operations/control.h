/* SPDX-License-Identifier: MIT */
/* What the handlers of the control API share. */
#ifndef OPERATIONS_CONTROL_H
#define OPERATIONS_CONTROL_H

#include "api/request.h"

/* Any JSON value as compact text in the arena. */
const char *json_text(struct arena *a, const json_t *json);

/*
 * The operation of that name, which stands at `place`; NULL for NULL. PASS, or refused: a mistyped
 * name would match nothing for ever.
 */
int operation_or_reply(struct request *r, const struct place *place, const char *name,
                       const struct operation **ret);

#endif
