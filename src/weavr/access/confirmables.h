/* SPDX-License-Identifier: MIT */
/*
 * What a confirmation challenge confirms (weavr-auth.md 2.3): sends, and the resources that the control API declares in
 * place of what isn't emulated. Both look like resources here. 0 or a negative errno.
 */
#ifndef WEAVR_ACCESS_CONFIRMABLES_H
#define WEAVR_ACCESS_CONFIRMABLES_H

#include "directory/context.h"
#include "model/challenge.h"
#include "weavr/resource_type.h"

/* -ENOENT: the realm has none of this id. */
int confirmable_find(struct request *r, int64_t id, struct resource *ret);

/* Notes the challenge that it waits for. */
int confirmable_challenge(struct context *ctx, const struct resource *resource, int64_t challenge);

/* All that wait for the challenge are executed, rejected, or fail. */
int confirmables_execute(struct context *ctx, int64_t challenge);
int confirmables_reject(struct context *ctx, int64_t challenge);
int confirmables_fail(struct context *ctx, int64_t challenge);

#endif
