/* SPDX-License-Identifier: MIT */
/* Enrolling devices for biometrics. The enrolment begins on the device itself. */
#ifndef WEAVR_DEVICES_H
#define WEAVR_DEVICES_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/challenges.h"

/*
 * Begins an enrolment as the device would. The factor becomes PENDING; the challenge's code is the
 * linking code that the device shows. The enrolment belongs to the person's newest live session,
 * which is stepped up when it is completed (weavr-auth.md 1.10).
 */
int device_begin_enrolment(struct context *ctx, const struct user *user, struct challenge *ret);

#endif
