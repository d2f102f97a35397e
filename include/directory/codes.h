/* SPDX-License-Identifier: MIT */
/* Codes and ids that are made at random. */
#ifndef DIRECTORY_CODES_H
#define DIRECTORY_CODES_H

#include "directory/context.h"

/* A code by the realm's otpMode. */
const char *code_new(struct context *ctx);

/*
 * An id for a person, or for what shares its id: a user, an identity, a customer, an organization. Seed
 * documents bring ids of their own, which later ids could meet: this one is free. 0 or a negative errno.
 */
int id_new(struct context *ctx, int64_t *ret);

/* A new UUID, as the Customer API's ids are. */
const char *uuid_new(struct context *ctx);

#endif
