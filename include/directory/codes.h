/* SPDX-License-Identifier: MIT */
/* New codes, ids and UUIDs. */
#ifndef DIRECTORY_CODES_H
#define DIRECTORY_CODES_H

#include "directory/context.h"

/* A new code, as the realm's otpMode says. */
const char *code_new(struct context *ctx);

/*
 * A new id for a person, user, identity, customer or organization. Skips ids that seed documents have
 * used already. 0 or a negative errno.
 */
int id_new(struct context *ctx, int64_t *ret);

/* A new UUID, for ids of the Customer API. */
const char *uuid_new(struct context *ctx);

#endif
