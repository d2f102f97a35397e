/* SPDX-License-Identifier: MIT */
/* Checks that step-up, enrolment and confirmation share: channels, numbers, codes, quotas. */
#ifndef WEAVR_SECOND_FACTOR_H
#define WEAVR_SECOND_FACTOR_H

#include "engine/request.h"
#include "model/challenge.h"
#include "model/user.h"

struct otp_verify {
    const char *channel;
    const char *code;
};

/*
 * A code of six digits. Blank, pattern and length are separate rules, each with its own message
 * (weavr-auth.md 1.3.1).
 */
#define RULE_CODE(type, member, wire)                                                              \
    RULE_TEXT(type, member, wire, REQUIRED, SECRET, .not_blank = true,                             \
              .format = FORMAT_ONLY_DIGITS, .least = 6, .most = 6)

/* weavr-auth.md 1.3.1: also in lower case */
#define CHANNEL_IN_PATH REQUIRED, .place = IN_PATH, .lower_case = true

extern const char *const otp_channels[];

/* The channels of pushes, and the input of a path that names one. */
extern const char *const push_channels[];

struct push_channel {
    int channel; /* an index of push_channels */
};
enum channel push_channel_at(int index);

/* The user whose address opened the session; the user that its token acts as. 0 or a negative errno. */
int caller_user(struct request *r, struct user *ret);
int caller_acting_user(struct request *r, struct user *ret);

/* PASS if the acting user is active, else CREDENTIALS_INACTIVE. */
int active_or_reply(struct request *r);

/* PASS if the realm offers the channel, else CHANNEL_NOT_SUPPORTED. */
int offered_or_reply(struct request *r, enum channel channel);

/* MOBILE_COUNTRY_NOT_SUPPORTED, or PASS if the country of the user's number, which exists, is supported. */
int dial_code_or_reply(struct request *r, const struct user *user);

/* The same, and MOBILE_NUMBER_INVALID for a number that is missing or no E.164 number. */
int number_or_reply(struct request *r, const struct user *user);

/* PASS if the realm's pushQuota allows another push, else CHALLENGE_LIMIT_EXCEEDED. */
int quota_or_reply(struct request *r);

/* PASS if the caller's factor is active, else CHANNEL_NOT_REGISTERED. */
int registered_or_reply(struct request *r, enum channel channel);

/*
 * Checks a code in the order of weavr-auth.md 3.3: PASS if it is right, else refuses. The caller
 * settles the challenge.
 */
int code_or_reply(struct request *r, struct challenge *challenge, const char *code,
                  enum error when_verified);

/* Inputs that step-up and factors share: a channel in the path, and a code. */
extern const struct input otp_channel_input, otp_verify_input, push_channel_input;

#endif
