/* SPDX-License-Identifier: MIT */
/* What the provider of due diligence decides (weavr-identities.md 2.3 and 2.4). 0 or a negative errno. */
#ifndef WEAVR_DILIGENCE_H
#define WEAVR_DILIGENCE_H

#include "directory/context.h"
#include "model/person.h"
#include "weavr/events.h"

/* The provider's word on what is under way for an identity, which the programme is told. */
int identity_decide(struct context *ctx, struct identity *identity, enum diligence_status verdict,
                    const struct grounds *grounds);

/*
 * The simulator's shortcut, past the provider: the identity is approved, its root's address and number
 * are verified. What was approved already is not told again.
 */
int identity_approve(struct context *ctx, struct identity *identity);

#endif
