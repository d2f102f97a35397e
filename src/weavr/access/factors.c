/* SPDX-License-Identifier: MIT */
/* Enrolling mobile numbers and devices (weavr-auth.md 2.4). */
#include "directory/context.h"
#include "directory/sessions.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "multi_columns.h"
#include "weavr/challenges.h"
#include "weavr/contacts.h"
#include "weavr/factor_change.h"
#include "weavr/second_factor.h"
#include "weavr/shared_types.h"

#include <errno.h>

static const struct group factors_group = {
    .tag = "factors", .title = "Authentication factors", .specific_messages = true};

/* Biometric factors were observed as PUSH; newer documents say BIOMETRIC (weavr-auth.md 5.2 C7). */
static const char *factor_type(const struct request *r, enum channel channel)
{
    const char *const types[] = {
        [CHANNEL_SMS] = "OTP",
        [CHANNEL_AUTHY] = "PUSH",
        [CHANNEL_BIOMETRIC] = r->realm->settings.biometric_factor_type == FACTOR_TYPE_BIOMETRIC
                                  ? "BIOMETRIC"
                                  : "PUSH",
    };

    return types[channel];
}

struct factor_entry {
    const char *type;
    unsigned status;
    unsigned channel;
};

static const struct field factor_fields[] = {
    SHOW_TEXT(struct factor_entry, type, "type"),
    SHOW_NAME(struct factor_entry, status, "status", factor_status_names),
    SHOW_NAME(struct factor_entry, channel, "channel", channel_names),
    END_OF_FIELDS,
};

struct factors_answer {
    struct list factors;
};

static const struct field factors_fields[] = {
    SHOW_LIST(struct factors_answer, factors, "factors", factor_fields, OPTIONAL),
    END_OF_FIELDS,
};
static const struct view factors_view = {.name = "Factors", .fields = factors_fields};

static int factors_list(struct request *r)
{
    struct factors_answer answer = {LIST_OF(struct factor_entry)};
    struct list factors;
    int rc = store_factors(r->store, r->arena, r->realm->id, r->session.person, &factors);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < factors.count; i++) {
        const struct factor *factor = list_at(&factors, i);

        *(struct factor_entry *) list_add(&answer.factors, r->arena) =
            (struct factor_entry){factor_type(r, factor->channel), factor->status, factor->channel};
    }
    return reply(r, &answer);
}

static int mobile_or_reply(struct request *r, const struct user *user)
{
    if (user->mobile_number != NULL)
        return PASS;
    return refuse(r, MOBILE_NUMBER_NOT_AVAILABLE, "user %lld has no mobile number",
                  (long long) user->id);
}

static int unregistered_or_reply(struct request *r, enum channel channel)
{
    enum factor_status status;
    int rc = store_factor_status(r->store, r->realm->id, r->session.person, channel, &status);

    if (rc < 0)
        return rc;
    if (status != FACTOR_ACTIVE)
        return PASS;
    return refuse(r, CHANNEL_ALREADY_REGISTERED, "the %s factor is ACTIVE", channel_names[channel]);
}

/* After a declined code the factor stays PENDING; after a declined push it becomes INACTIVE. */
static int enrolment_settled(struct context *ctx, const struct challenge *c)
{
    bool by_code = c->channel == CHANNEL_SMS;

    if (c->state == CHALLENGE_DECLINED && !by_code)
        return factor_change(ctx, c->person, c->channel, FACTOR_INACTIVE);
    if (c->state != CHALLENGE_VERIFIED)
        return 0;
    int rc = factor_change(ctx, c->person, c->channel, FACTOR_ACTIVE);
    if (rc == 0 && by_code)
        rc = mobile_verify(ctx, c->user);
    bool steps_up = by_code ? ctx->realm->settings.sms_enrolment_steps_up == YES
                            : c->channel == CHANNEL_BIOMETRIC && c->session != 0;
    return rc == 0 && steps_up ? session_step_up(ctx, c->session, c->person) : rc;
}

const struct challenge_traits enrolment_challenge = {
    .purpose = "enrol this device",
    .settled = enrolment_settled,
};

/* Any earlier code or push for the same enrolment becomes invalid. */
static int begin_enrolment(struct request *r, const struct user *user, enum channel channel)
{
    struct context ctx = context_of(r);
    struct challenge challenge = challenge_of(r);
    int rc = challenge_replace_latest(&ctx, r->session.person, CHALLENGE_ENROLMENT, channel);

    challenge.kind = CHALLENGE_ENROLMENT;
    challenge.channel = channel;
    if (rc == 0)
        rc = factor_change(&ctx, r->session.person, channel, FACTOR_PENDING);
    if (rc == 0)
        rc = challenge_issue(&ctx, &challenge, user);
    return rc < 0 ? rc : reply(r, NULL);
}

static int factor_otp_enrol(struct request *r)
{
    struct user user;
    int rc = caller_user(r, &user);

    if (rc < 0)
        return rc;
    rc = offered_or_reply(r, CHANNEL_SMS);
    if (rc == PASS)
        rc = mobile_or_reply(r, &user);
    if (rc == PASS)
        rc = unregistered_or_reply(r, CHANNEL_SMS);
    if (rc == PASS)
        rc = number_or_reply(r, &user);
    if (rc == PASS)
        rc = active_or_reply(r);
    return rc == PASS ? begin_enrolment(r, &user, CHANNEL_SMS) : rc;
}

/* weavr-auth.md 2.4.3 rows 4 to 6: without an enrolment the code counts as wrong. */
static int enrolment_or_reply(struct request *r, struct challenge *ret)
{
    int rc = active_or_reply(r);

    if (rc == PASS)
        rc = unregistered_or_reply(r, CHANNEL_SMS);
    if (rc != PASS)
        return rc;
    rc = store_challenge_latest(r->store, r->arena, r->realm->id, r->session.person,
                                CHALLENGE_ENROLMENT, CHANNEL_SMS, ret);
    if (rc == -ENOENT)
        return refuse(r, VERIFICATION_CODE_INVALID, "no SMS enrolment was started");
    return rc < 0 ? rc : PASS;
}

static int factor_otp_verify(struct request *r)
{
    const struct otp_verify *in = r->input;
    struct challenge challenge;
    int rc = enrolment_or_reply(r, &challenge);

    if (rc == PASS)
        rc = code_or_reply(r, &challenge, in->code, CHANNEL_ALREADY_REGISTERED);
    if (rc == PASS)
        rc = offered_or_reply(r, CHANNEL_SMS);
    return rc == PASS ? settle_and_reply(r, &challenge, CHALLENGE_VERIFIED) : rc;
}

static const char *const enrolment_channels[] = {"AUTHY", NULL};

struct push_enrol {
    const char *channel;
};

static const struct rule push_enrol_rules[] = {
    RULE_TEXT(struct push_enrol, channel, "channel", CHANNEL_IN_PATH, .values = enrolment_channels),
    END_OF_RULES,
};
static const struct input push_enrol_input = {
    .name = "PushEnrolment", .rules = push_enrol_rules, .size = sizeof(struct push_enrol)};

static int factor_push_enrol(struct request *r)
{
    struct user user;
    int rc = caller_user(r, &user);

    if (rc < 0)
        return rc;
    rc = offered_or_reply(r, CHANNEL_AUTHY);
    if (rc == PASS)
        rc = mobile_or_reply(r, &user);
    if (rc == PASS)
        rc = unregistered_or_reply(r, CHANNEL_AUTHY);
    if (rc == PASS)
        rc = dial_code_or_reply(r, &user);
    if (rc == PASS)
        rc = quota_or_reply(r);
    return rc == PASS ? begin_enrolment(r, &user, CHANNEL_AUTHY) : rc;
}

/* The factor becomes INACTIVE and stays in the list. */
static int factor_push_unlink(struct request *r)
{
    const struct push_channel *in = r->input;
    enum channel channel = push_channel_at(in->channel);
    struct context ctx = context_of(r);
    /* checked before the factor, which is INACTIVE too for a deactivated user (case auth 305) */
    int rc = active_or_reply(r);

    if (rc == PASS)
        rc = registered_or_reply(r, channel);
    if (rc != PASS)
        return rc;
    rc = factor_change(&ctx, r->session.person, channel, FACTOR_INACTIVE);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation factor_operations[] = {
    OPERATION(factors_list, GET, "/multi/authentication_factors", SIGNED_IN,
              .summary = "List the factors of the user", .group = &factors_group,
              .status = 200, .answer = &factors_view, .errors = ERRORS(NOT_FOUND)),
    OPERATION(factor_otp_enrol, POST, "/multi/authentication_factors/otp/{channel}", SIGNED_IN,
              .summary = "Enrol a mobile number for one-time passwords", .group = &factors_group,
              .input = &otp_channel_input, .status = 204, .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(NOT_FOUND, CHANNEL_NOT_SUPPORTED, MOBILE_NUMBER_NOT_AVAILABLE, CHANNEL_ALREADY_REGISTERED,
                               MOBILE_NUMBER_INVALID, MOBILE_COUNTRY_NOT_SUPPORTED, CREDENTIALS_INACTIVE,
                               TYPE_DOES_NOT_SUPPORT_ENROLMENT)),
    OPERATION(factor_otp_verify, POST, "/multi/authentication_factors/otp/{channel}/verify", SIGNED_IN,
              .summary = "Verify the enrolment's one-time password", .group = &factors_group,
              .input = &otp_verify_input, .status = 204, .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(NOT_FOUND, CREDENTIALS_INACTIVE, VERIFICATION_CODE_INVALID, CHANNEL_ALREADY_REGISTERED,
                               STATE_INVALID, VERIFICATION_CODE_EXPIRED, ONE_CHALLENGE_LIMIT_REMAINING,
                               CHALLENGE_LIMIT_EXCEEDED, CHANNEL_NOT_SUPPORTED, TYPE_DOES_NOT_SUPPORT_ENROLMENT)),
    OPERATION(factor_push_enrol, POST, "/multi/authentication_factors/push/{channel}", SIGNED_IN,
              .summary = "Enrol a device for pushes", .group = &factors_group,
              .input = &push_enrol_input, .status = 204, .writes = true, .replays = REPLAY_ANSWER, .columns = MULTI(.guard = GUARD(sca_push_enrolment, "scaPushEnrolment")),
              .errors = ERRORS(NOT_FOUND, CHANNEL_NOT_SUPPORTED, MOBILE_NUMBER_NOT_AVAILABLE, CHANNEL_ALREADY_REGISTERED,
                               CHALLENGE_LIMIT_EXCEEDED, CHANNEL_NOT_READY, PASSCODE_NOT_SET,
                               ENROLMENT_LIMIT_EXCEEDED, MOBILE_COUNTRY_NOT_SUPPORTED,
                               TYPE_DOES_NOT_SUPPORT_ENROLMENT)),
    OPERATION(factor_push_unlink, DELETE, "/multi/authentication_factors/push/{channel}", SIGNED_IN,
              .summary = "Unlink a device", .group = &factors_group,
              .input = &push_channel_input, .status = 204, .writes = true, .replays = REPLAY_ANSWER,
              .columns = MULTI(.guard = GUARD(sca_push_enrolment, "scaPushEnrolment")),
              .errors = ERRORS(NOT_FOUND, CHANNEL_NOT_REGISTERED, CREDENTIALS_INACTIVE)),
    END_OF_OPERATIONS,
};
/* clang-format on */
