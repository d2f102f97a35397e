/* SPDX-License-Identifier: MIT */
/* Decisions of the due-diligence provider (weavr-identities.md 2.3 and 2.4). 0 or a negative errno. */
#ifndef WEAVR_DILIGENCE_H
#define WEAVR_DILIGENCE_H

#include "directory/context.h"
#include "model/person.h"
#include "weavr/events.h"

/* Sets the status of an identity's ongoing due diligence, and publishes the event. */
int identity_decide(struct context *ctx, struct identity *identity, enum diligence_status status,
                    const struct grounds *grounds);

/*
 * The simulator's shortcut without the provider: approves the identity and verifies its root's address
 * and number. Publishes no event if the identity was approved already.
 */
int identity_approve(struct context *ctx, struct identity *identity);

#endif
