/* SPDX-License-Identifier: MIT */
/* What step-up, enrolment and confirmation ask of channels, numbers, codes and quotas alike. */
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
 * A code of six digits: blank, pattern and length are rules with messages of their own
 * (weavr-auth.md 1.3.1).
 */
#define RULE_CODE(type, member, wire)                                                              \
    RULE_TEXT(type, member, wire, REQUIRED, SECRET, .not_blank = true,                             \
              .format = FORMAT_ONLY_DIGITS, .least = 6, .most = 6)

extern const char *const otp_channels[];

/* The channels that push, and a path that names one of them. */
extern const char *const push_channels[];

struct push_channel {
    int channel; /* an index of push_channels */
};
enum channel push_channel_at(int index);

/* Whose address opened the session, and as which user its token acts; 0 or a negative errno. */
int caller_user(struct request *r, struct user *ret);
int caller_acting_user(struct request *r, struct user *ret);

/* CREDENTIALS_INACTIVE, or PASS where that user is active. */
int active_or_reply(struct request *r);

/* CHANNEL_NOT_SUPPORTED, or PASS when the realm offers the channel. */
int offered_or_reply(struct request *r, enum channel channel);

/* MOBILE_COUNTRY_NOT_SUPPORTED, or PASS for a number, which must be there, of another country. */
int dial_code_or_reply(struct request *r, const struct user *user);

/* The same, and MOBILE_NUMBER_INVALID for one that is missing or that E.164 does not admit. */
int number_or_reply(struct request *r, const struct user *user);

/* CHALLENGE_LIMIT_EXCEEDED, or PASS while the realm's pushQuota has room for another push. */
int quota_or_reply(struct request *r);

/* CHANNEL_NOT_REGISTERED, or PASS when the factor is active. */
int registered_or_reply(struct request *r, enum channel channel);

/*
 * Judges one attempt by the ladder of weavr-auth.md 3.3: refuses, or PASS when the code is right.
 * Then challenge_settle makes it so.
 */
int code_or_reply(struct request *r, struct challenge *challenge, const char *code,
                  enum error when_verified);

/* Of step-up and of factors alike: what a path names, and a code. */
extern const struct input otp_channel_input, otp_verify_input, push_channel_input;

#endif
