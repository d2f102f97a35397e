/* SPDX-License-Identifier: MIT */
/* Stepping up a session by one-time password or push (weavr-auth.md 2.2). */
#include "base/names.h"
#include "directory/context.h"
#include "directory/sessions.h"
#include "directory/sessions_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "weavr/challenges.h"
#include "weavr/events.h"
#include "weavr/second_factor.h"
#include "weavr/shared_types.h"

#include <errno.h>
#include <string.h>

static const struct group step_up_group = {
    .tag = "step-up", .title = "Step-up", .specific_messages = true};

const char *const otp_channels[] = {"SMS", NULL};
const char *const push_channels[] = {"AUTHY", "BIOMETRIC", NULL};

enum channel push_channel_at(int index)
{
    return (enum channel) name_index(channel_names, push_channels[index]);
}

struct otp_channel {
    const char *channel;
};

static const struct rule otp_channel_rules[] = {
    RULE_TEXT(struct otp_channel, channel, "channel", CHANNEL_IN_PATH, .values = otp_channels),
    END_OF_RULES,
};
const struct input otp_channel_input = {
    .name = "OtpChannel", .rules = otp_channel_rules, .size = sizeof(struct otp_channel)};

static const struct rule otp_verify_rules[] = {
    RULE_TEXT(struct otp_verify, channel, "channel", CHANNEL_IN_PATH, .values = otp_channels),
    RULE_CODE(struct otp_verify, code, "verificationCode"),
    END_OF_RULES,
};
const struct input otp_verify_input = {
    .name = "VerificationCode", .rules = otp_verify_rules, .size = sizeof(struct otp_verify)};

static const struct rule push_channel_rules[] = {
    RULE_CHOICE(struct push_channel, channel, "channel", push_channels, CHANNEL_IN_PATH),
    END_OF_RULES,
};
const struct input push_channel_input = {
    .name = "PushChannel", .rules = push_channel_rules, .size = sizeof(struct push_channel)};

struct challenge_id {
    int64_t id;
};

static const struct field challenge_id_fields[] = {
    SHOW_ID(struct challenge_id, id, "id"),
    END_OF_FIELDS,
};
static const struct view challenge_id_view = {.name = "ChallengeId", .fields = challenge_id_fields};

/* After a biometric step-up the event has the session's own token (weavr-webhooks.md 3.5). */
static int step_up_settled(struct context *ctx, const struct challenge *c)
{
    const char *token = "";
    int rc = 0;

    if (c->state != CHALLENGE_VERIFIED)
        return event_step_up(ctx, c, NULL);
    if (c->channel == CHANNEL_BIOMETRIC)
        rc = store_session_token(ctx->store, ctx->arena, c->session, &token);
    /* a push may live longer than its session is kept */
    if (rc == 0 || rc == -ENOENT)
        rc = session_step_up(ctx, c->session, c->person);
    if (rc == 0 && !challenge_is_push(c))
        rc = store_pushes_mark_overtaken(ctx->store, ctx->realm->id, c->session);
    return rc < 0 ? rc : event_step_up(ctx, c, token);
}

const struct challenge_traits step_up_challenge = {
    .purpose = "confirm that it is you",
    .settled = step_up_settled,
};

/* The codes that were sent in the session since the last verified one; `most` of them are looked at. */
static int count_unverified(struct request *r, int64_t most, struct challenge *ret_last,
                            int64_t *ret)
{
    struct step_ups removed = {.code_sent = 0};
    struct list codes;
    int rc = store_codes_of_session(r->store, r->arena, r->realm->id, r->session.id, most, &codes);

    if (rc == 0)
        rc = store_session_step_ups(r->store, r->session.id, &removed);
    if (rc < 0)
        return rc;
    *ret_last = (struct challenge){.created = removed.code_sent};
    if (codes.count > 0)
        *ret_last = *(const struct challenge *) list_at(&codes, 0);
    for (*ret = 0; *ret < (int64_t) codes.count; ++*ret) {
        const struct challenge *code = list_at(&codes, (size_t) *ret);

        if (code->state == CHALLENGE_VERIFIED)
            return 0;
    }
    *ret += removed.codes_unverified;
    return 0;
}

/*
 * weavr-auth.md 2.2.1 rows 5 and 6: the gap applies whatever the state of the last code; a verified
 * code resets the count.
 */
static int issue_limits_or_reply(struct request *r, struct challenge *ret_last)
{
    const struct settings *settings = &r->realm->settings;
    int64_t unverified;
    int rc = count_unverified(r, settings->stepup_issues_per_session, ret_last, &unverified);

    if (rc < 0)
        return rc;
    if (ret_last->created != 0 &&
        r->now < ret_last->created + settings->otp_resend_gap_seconds * 1000)
        return refuse(r, RETRY_IN_15SEC, "the last code was sent %lld ms ago, the gap is %lld s",
                      (long long) (r->now - ret_last->created),
                      (long long) settings->otp_resend_gap_seconds);
    if (unverified >= settings->stepup_issues_per_session)
        return refuse(
            r,
            settings->stepup_issues_refusal == STEPUP_ISSUES_CONFLICT ? CHALLENGE_LIMIT_EXCEEDED
                                                                      : INVALID_REQUEST,
            "%lld codes were sent in this session since the last verified one: sign in again",
            (long long) unverified);
    return PASS;
}

static int stepup_otp_issue(struct request *r)
{
    struct context ctx = context_of(r);
    struct challenge last;
    struct user user;
    int rc = caller_user(r, &user);

    if (rc < 0)
        return rc;
    rc = offered_or_reply(r, CHANNEL_SMS);
    if (rc == PASS)
        rc = issue_limits_or_reply(r, &last);
    if (rc == PASS)
        rc = registered_or_reply(r, CHANNEL_SMS);
    if (rc == PASS)
        rc = number_or_reply(r, &user);
    if (rc != PASS)
        return rc;
    if (last.id != 0 && challenge_is_pending(&last, r->now))
        rc = challenge_settle(&ctx, &last, CHALLENGE_REPLACED);
    if (rc < 0)
        return rc;
    struct challenge challenge = challenge_of(r);

    challenge.kind = CHALLENGE_STEP_UP;
    challenge.channel = CHANNEL_SMS;
    rc = challenge_issue(&ctx, &challenge, &user);
    return rc < 0 ? rc : reply(r, NULL);
}

/* The newest code of this session; codes of other sessions do not count. */
static int challenge_or_reply(struct request *r, struct challenge *ret)
{
    struct list codes;
    int rc = store_codes_of_session(r->store, r->arena, r->realm->id, r->session.id, 1, &codes);

    if (rc < 0)
        return rc;
    if (codes.count == 0)
        return refuse(r, NOT_FOUND, "no code was sent in this session");
    *ret = *(const struct challenge *) list_at(&codes, 0);
    return PASS;
}

static int stepup_otp_verify(struct request *r)
{
    const struct otp_verify *in = r->input;
    struct challenge challenge = {.id = 0};
    int rc = challenge_or_reply(r, &challenge);

    if (rc == PASS)
        rc = code_or_reply(r, &challenge, in->code, ALREADY_VERIFIED);
    if (rc == PASS)
        rc = offered_or_reply(r, CHANNEL_SMS);
    if (rc == PASS)
        rc = registered_or_reply(r, CHANNEL_SMS);
    return rc == PASS ? settle_and_reply(r, &challenge, CHALLENGE_VERIFIED) : rc;
}

/* weavr-auth.md 2.2.3 row 4: a session gets no further push once one was answered. */
static int unanswered_or_reply(struct request *r)
{
    struct challenge decided;
    struct step_ups removed = {.code_sent = 0};
    int rc = store_session_step_ups(r->store, r->session.id, &removed);

    if (rc < 0)
        return rc;
    if (removed.push_decided)
        return refuse(r, INVALID_REQUEST, "a push of this session was answered: sign in again");
    rc = store_push_decided(r->store, r->arena, r->realm->id, r->session.id, &decided);
    if (rc == -ENOENT)
        return PASS;
    if (rc < 0)
        return rc;
    return refuse(r, INVALID_REQUEST, "push %lld of this session is %s: sign in again",
                  (long long) decided.id, challenge_state_names[decided.state]);
}

static int stepup_push_issue(struct request *r)
{
    const struct push_channel *in = r->input;
    struct context ctx = context_of(r);
    struct user user;
    struct challenge challenge = challenge_of(r);
    int rc = caller_user(r, &user);

    if (rc < 0)
        return rc;
    challenge.kind = CHALLENGE_STEP_UP;
    challenge.channel = push_channel_at(in->channel);
    rc = unanswered_or_reply(r);
    if (rc == PASS)
        rc = offered_or_reply(r, challenge.channel);
    if (rc == PASS)
        rc = registered_or_reply(r, challenge.channel);
    if (rc == PASS)
        rc = quota_or_reply(r);
    if (rc != PASS)
        return rc;
    rc = challenge_issue(&ctx, &challenge, &user);
    return rc < 0 ? rc : reply(r, &(struct challenge_id){challenge.id});
}

/* clang-format off */
const struct operation step_up_operations[] = {
    OPERATION(stepup_otp_issue, POST, "/multi/stepup/challenges/otp/{channel}", SIGNED_IN,
              .summary = "Send a one-time password to step up the session", .group = &step_up_group,
              .input = &otp_channel_input, .status = 204, .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(NOT_FOUND, METHOD_NOT_ALLOWED, CHANNEL_NOT_SUPPORTED, RETRY_IN_15SEC, CHANNEL_NOT_REGISTERED,
                               MOBILE_NUMBER_INVALID, MOBILE_COUNTRY_NOT_SUPPORTED, CHALLENGE_LIMIT_EXCEEDED)),
    OPERATION(stepup_otp_verify, POST, "/multi/stepup/challenges/otp/{channel}/verify", SIGNED_IN,
              .summary = "Verify the one-time password and step up the session", .group = &step_up_group,
              .input = &otp_verify_input, .status = 204, .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(NOT_FOUND, ALREADY_VERIFIED, STATE_INVALID, VERIFICATION_CODE_EXPIRED,
                               VERIFICATION_CODE_INVALID, ONE_CHALLENGE_LIMIT_REMAINING,
                               CHALLENGE_LIMIT_EXCEEDED, CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED)),
    OPERATION(stepup_push_issue, POST, "/multi/stepup/challenges/push/{channel}", SIGNED_IN,
              .summary = "Send a push to step up the session", .group = &step_up_group,
              .input = &push_channel_input, .status = 200, .answer = &challenge_id_view, .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(METHOD_NOT_ALLOWED, CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED, CHALLENGE_LIMIT_EXCEEDED,
                               STATE_INVALID)),
    END_OF_OPERATIONS,
};
/* clang-format on */
