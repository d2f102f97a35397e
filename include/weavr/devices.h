/* SPDX-License-Identifier: MIT */
/* Devices that a person enrols for biometrics: the enrolment begins on the device itself. */
#ifndef WEAVR_DEVICES_H
#define WEAVR_DEVICES_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/challenges.h"

/*
 * Begins an enrolment as the device would: the factor waits for its verification, and the
 * challenge's code is what the device shows to be linked by. It belongs to the person's newest
 * live session, which counts as stepped up once it is completed (weavr-auth.md 1.10).
 */
int device_begin(struct context *ctx, const struct user *user, struct challenge *ret);

#endif
