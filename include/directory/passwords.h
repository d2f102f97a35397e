/* SPDX-License-Identifier: MIT */
/* The password of a person. 0 or a negative errno. */
#ifndef DIRECTORY_PASSWORDS_H
#define DIRECTORY_PASSWORDS_H

#include "directory/context.h"

/* Makes `password` the person's password. */
int password_set(struct context *ctx, int64_t person, const char *password);

#endif
