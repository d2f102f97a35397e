/* SPDX-License-Identifier: MIT */
/*
 * Checks of a corporate's directors and other beneficiaries: they get a link by mail, and prove who they are in the
 * browser client. 0 or a negative errno.
 */
#ifndef WEAVR_BENEFICIARY_CHECKS_H
#define WEAVR_BENEFICIARY_CHECKS_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/beneficiaries_store.h"
#include "weavr/events.h"

/* Starts a check: assigns its reference and sends the mail. `root` is the corporate's. */
int beneficiary_check_start(struct context *ctx, const struct user *root,
                            struct beneficiary_check *check);

/* Sets the status and publishes the event. */
int beneficiary_check_decide(struct context *ctx, const struct beneficiary_check *check,
                             enum diligence_status status, const struct grounds *grounds);

#endif
