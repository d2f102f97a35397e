/* SPDX-License-Identifier: MIT */
/* What step-up and enrolment share of one-time passwords. */
#ifndef OPERATIONS_OTP_H
#define OPERATIONS_OTP_H

#include "api/request.h"
#include "domain/challenge.h"
#include "domain/person.h"

struct otp_verify {
    const char *channel;
    const char *code;
};

/* The user behind the session; 0 or a negative errno. */
int caller_user(struct request *r, struct user *ret);

/* CHANNEL_NOT_SUPPORTED, or PASS when the realm offers the channel. */
int offered_or_reply(struct request *r, enum channel channel);

/* MOBILE_NUMBER_INVALID, or PASS for one that E.164 admits. */
int number_or_reply(struct request *r, const struct user *user);

/* CHANNEL_NOT_REGISTERED, or PASS when the factor is active. */
int registered_or_reply(struct request *r, enum channel channel);

/*
 * Judges one attempt by the ladder of weavr-auth.md 3.3: refuses, or PASS when the code is right.
 * Then challenge_settle makes it so.
 */
int code_or_reply(struct request *r, struct challenge *challenge, const char *code,
                  enum error when_verified);

#endif
