/* SPDX-License-Identifier: MIT */
/* States of a challenge, attempts at a code, channels. */
#include "model/challenge.h"

#include "base/encode.h"

#include <string.h>

const char *const channel_names[] = {"SMS", "AUTHY", "BIOMETRIC", NULL};
const char *const challenge_kind_names[] = {"STEP_UP", "ENROLMENT", "LOGIN", "CONFIRMATION", NULL};
const char *const challenge_state_names[] = {"PENDING", "VERIFIED", "DECLINED",     "EXPIRED",
                                             "BLOCKED", "REPLACED", "PIN_RECOVERY", NULL};
const char *const factor_status_names[] = {"NONE", "PENDING_VERIFICATION", "ACTIVE", "INACTIVE",
                                           NULL};

bool challenge_is_push(const struct challenge *c)
{
    return c->channel != CHANNEL_SMS;
}

enum challenge_state challenge_state_at(const struct challenge *c, int64_t now)
{
    return c->state == CHALLENGE_PENDING && now >= c->expires ? CHALLENGE_EXPIRED : c->state;
}

bool challenge_is_pending(const struct challenge *c, int64_t now)
{
    return challenge_state_at(c, now) == CHALLENGE_PENDING;
}

enum challenge_state challenge_public_state(const struct challenge *c, int64_t now)
{
    enum challenge_state state = challenge_state_at(c, now);

    if (state == CHALLENGE_BLOCKED || state == CHALLENGE_PIN_RECOVERY)
        return CHALLENGE_DECLINED;
    return state == CHALLENGE_REPLACED ? CHALLENGE_EXPIRED : state;
}

enum code_result challenge_check_code(struct challenge *c, const char *code, int64_t limit)
{
    if (is_same_secret(c->code, code))
        return CODE_RIGHT;
    c->wrong_attempts++;
    if (limit == 0 || c->wrong_attempts < limit - 1)
        return CODE_WRONG;
    return c->wrong_attempts == limit - 1 ? CODE_WRONG_ONE_LEFT : CODE_WRONG_BLOCKED;
}

bool channel_is_offered(const struct settings *settings, enum channel channel)
{
    const enum maybe offered[] = {
        [CHANNEL_SMS] = settings->channels.sms,
        [CHANNEL_AUTHY] = settings->channels.authy,
        [CHANNEL_BIOMETRIC] = settings->channels.biometric,
    };

    return offered[channel] == YES;
}
