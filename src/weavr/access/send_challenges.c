/* SPDX-License-Identifier: MIT */
/* The challenge of one send: older sisters of the confirmation challenges (weavr-money.md 2.3.5). */
#include "confirmations.h"
#include "engine/reply.h"
#include "money/sends.h"
#include "weavr/challenges_store.h"
#include "weavr/second_factor.h"

#include <errno.h>

struct send_otp {
    int64_t send;
    const char *channel;
};

static const struct rule send_otp_rules[] = {
    RULE_ID(struct send_otp, send, "id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct send_otp, channel, "channel", CHANNEL_IN_PATH, .values = otp_channels),
    END_OF_RULES,
};
static const struct input send_otp_input = {
    .name = "SendChallengeByCode", .rules = send_otp_rules, .size = sizeof(struct send_otp)};

struct send_verify {
    int64_t send;
    struct otp_verify otp;
};

static const struct rule send_verify_rules[] = {
    RULE_ID(struct send_verify, send, "id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct send_verify, otp.channel, "channel", CHANNEL_IN_PATH, .values = otp_channels),
    RULE_CODE(struct send_verify, otp.code, "verificationCode"),
    END_OF_RULES,
};
static const struct input send_verify_input = {
    .name = "SendChallengeVerify", .rules = send_verify_rules, .size = sizeof(struct send_verify)};

struct send_push {
    int64_t send;
    int channel;
};

static const struct rule send_push_rules[] = {
    RULE_ID(struct send_push, send, "id", REQUIRED, .place = IN_PATH),
    RULE_CHOICE(struct send_push, channel, "channel", push_channels, CHANNEL_IN_PATH),
    END_OF_RULES,
};
static const struct input send_push_input = {
    .name = "SendChallengeByPush", .rules = send_push_rules, .size = sizeof(struct send_push)};

static int start_and_reply(struct request *r, int64_t send, enum channel channel)
{
    struct list one = LIST_OF(struct resource);
    struct challenge challenge;
    int rc = confirmable_or_reply(r, RESOURCE_SEND, send, list_add(&one, r->arena));

    if (rc == PASS)
        rc = confirmation_start(r, channel, &one, RESOURCE_SEND, &challenge);
    return rc == PASS ? reply(r, NULL) : rc;
}

static int send_otp_start(struct request *r)
{
    const struct send_otp *in = r->input;

    return start_and_reply(r, in->send, CHANNEL_SMS);
}

static int send_push_start(struct request *r)
{
    const struct send_push *in = r->input;

    return start_and_reply(r, in->send, push_channel_at(in->channel));
}

static int send_otp_verify(struct request *r)
{
    const struct send_verify *in = r->input;
    struct resource send;
    struct challenge challenge;
    int rc = confirmable_or_reply(r, RESOURCE_SEND, in->send, &send);

    if (rc != PASS)
        return rc;
    rc = store_challenge_find(r->store, r->arena, send.challenge, &challenge);
    if (rc == -ENOENT || (rc == 0 && challenge.channel != CHANNEL_SMS))
        return refuse(r, STATE_INVALID, "no code was sent for send %lld", (long long) in->send);
    return rc < 0 ? rc : confirmation_verify(r, &challenge, in->otp.code);
}

/* clang-format off */
const struct operation send_challenge_operations[] = {
    OPERATION(send_otp_start, POST, "/multi/sends/{id}/challenges/otp/{channel}", SIGNED_IN,
              .summary = "Send a one-time password to confirm a send", .group = &sends_group, .collapses = true,
              .input = &send_otp_input, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, STATE_INVALID, CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED,
                               SCA_EXEMPTION_APPLIED, CHALLENGE_NOT_PENDING)),
    OPERATION(send_otp_verify, POST, "/multi/sends/{id}/challenges/otp/{channel}/verify", SIGNED_IN,
              .summary = "Verify the one-time password and execute the send", .group = &sends_group,
              .input = &send_verify_input, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, STATE_INVALID, VERIFICATION_CODE_EXPIRED, VERIFICATION_CODE_INVALID,
                               ONE_CHALLENGE_LIMIT_REMAINING, CHALLENGE_LIMIT_EXCEEDED, CHANNEL_NOT_SUPPORTED,
                               CHANNEL_NOT_REGISTERED)),
    OPERATION(send_push_start, POST, "/multi/sends/{id}/challenges/push/{channel}", SIGNED_IN,
              .summary = "Send a push to confirm a send", .group = &sends_group, .collapses = true,
              .input = &send_push_input, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, STATE_INVALID, CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED,
                               CHALLENGE_LIMIT_EXCEEDED, SCA_EXEMPTION_APPLIED, CHALLENGE_NOT_PENDING)),
    END_OF_OPERATIONS,
};
/* clang-format on */
