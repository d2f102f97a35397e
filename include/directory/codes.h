/* SPDX-License-Identifier: MIT */
/* Codes and ids that are made at random. */
#ifndef DIRECTORY_CODES_H
#define DIRECTORY_CODES_H
#include "directory/context.h"

/* A code by the realm's otpMode. */
const char *code_new(struct context *ctx);

/* A new UUID, as the Customer API's ids are. */
const char *uuid_new(struct context *ctx);

#endif
