/* SPDX-License-Identifier: MIT */
/* Stepping a session up, by one-time password and by push (weavr-auth.md 2.2). */
#include "api/reply.h"
#include "otp.h"
#include "scene.h"
#include "store/challenges.h"
#include "store/users.h"
#include "tables.h"

#include <errno.h>
#include <string.h>

const struct group step_up_group = {
    .tag = "step-up", .title = "Step-up", .speaking_messages = true};

static const char *const otp_channels[] = {"SMS", NULL};
static const char *const push_channels[] = {"AUTHY", "BIOMETRIC", NULL};

struct otp_channel {
    const char *channel;
};

static const struct rule otp_channel_rules[] = {
    RULE_TEXT(struct otp_channel, channel, "channel", REQUIRED, .place = IN_PATH,
              .values = otp_channels),
    END_OF_RULES,
};
const struct input otp_channel_input = {
    .name = "OtpChannel", .rules = otp_channel_rules, .size = sizeof(struct otp_channel)};

static const struct rule otp_verify_rules[] = {
    RULE_TEXT(struct otp_verify, channel, "channel", REQUIRED, .place = IN_PATH,
              .values = otp_channels),
    /* blank, pattern and length are three rules with messages of their own (1.3.1) */
    RULE_TEXT(struct otp_verify, code, "verificationCode", REQUIRED, .not_blank = true,
              .format = FORMAT_ONLY_DIGITS, .least = 6, .most = 6),
    END_OF_RULES,
};
const struct input otp_verify_input = {
    .name = "VerificationCode", .rules = otp_verify_rules, .size = sizeof(struct otp_verify)};

struct push_channel {
    int channel; /* an index of push_channels */
};

static const struct rule push_channel_rules[] = {
    RULE_CHOICE(struct push_channel, channel, "channel", push_channels, REQUIRED, .place = IN_PATH),
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
const struct view challenge_id_view = {.name = "ChallengeId", .fields = challenge_id_fields};

int caller_user(struct request *r, struct user *ret)
{
    return store_user_find(r->store, r->arena, r->session.user, ret);
}

int offered_or_reply(struct request *r, enum channel channel)
{
    if (channel_is_offered(&r->realm->settings, channel))
        return PASS;
    return refuse(r, CHANNEL_NOT_SUPPORTED, "the setting channels.%s is off in realm %s",
                  channel_names[channel], r->realm->name);
}

int registered_or_reply(struct request *r, enum channel channel)
{
    enum factor_status status;
    int rc = store_factor_status(r->store, r->realm->id, r->session.person, channel, &status);

    if (rc < 0)
        return rc;
    if (status == FACTOR_ACTIVE)
        return PASS;
    return refuse(r, CHANNEL_NOT_REGISTERED, "the %s factor is %s", channel_names[channel],
                  factor_status_names[status]);
}

#define E164_DIGITS_MOST 15

int number_or_reply(struct request *r, const struct user *user)
{
    const char *code = user->mobile_country_code;

    if (code != NULL && code[1] != '0' &&
        strlen(code) - 1 + strlen(user->mobile_number) <= E164_DIGITS_MOST)
        return PASS;
    return refuse(r, MOBILE_NUMBER_INVALID, "the mobile number of user %lld fits no E.164 number",
                  (long long) user->id);
}

/* The step-up challenges of the session on one kind of channel, newest first. */
static int issued(struct request *r, struct list *ret)
{
    return store_challenges_of_session(r->store, r->arena, r->realm->id, r->session.id,
                                       CHALLENGE_STEP_UP, ret);
}

/* Rows 5 and 6 of 2.2.1: the gap holds whatever became of the last one; a success clears the count. */
static int issue_limits_or_reply(struct request *r, struct challenge *ret_last)
{
    const struct settings *settings = &r->realm->settings;
    int64_t unverified = 0;
    bool counting = true;
    struct list list;
    int rc = issued(r, &list);

    if (rc < 0)
        return rc;
    *ret_last = (struct challenge){.id = 0};
    for (size_t i = 0; i < list.count; i++) {
        const struct challenge *c = list_at(&list, i);

        if (c->channel != CHANNEL_SMS)
            continue;
        if (ret_last->id == 0)
            *ret_last = *c;
        counting = counting && c->state != CHALLENGE_VERIFIED;
        unverified += counting;
    }
    if (ret_last->id != 0 && r->now < ret_last->created + settings->otp_resend_gap_seconds * 1000)
        return refuse(r, RETRY_IN_15SEC, "the last code was sent %lld ms ago, the gap is %lld s",
                      (long long) (r->now - ret_last->created),
                      (long long) settings->otp_resend_gap_seconds);
    if (unverified >= settings->stepup_issues_per_session)
        return refuse(r, INVALID_REQUEST,
                      "%lld codes were sent in this session and none verified: sign in anew",
                      (long long) unverified);
    return PASS;
}

static int replace(struct request *r, struct challenge *last)
{
    if (last->id == 0 || last->state != CHALLENGE_PENDING)
        return 0;
    last->state = CHALLENGE_REPLACED;
    return store_challenge_update(r->store, last);
}

int stepup_otp_issue(struct request *r)
{
    struct scene scene = scene_of(r);
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
    rc = replace(r, &last);
    if (rc < 0)
        return rc;
    struct challenge challenge = {.person = r->session.person,
                                  .session = r->session.id,
                                  .kind = CHALLENGE_STEP_UP,
                                  .channel = CHANNEL_SMS};

    rc = challenge_issue(&scene, &challenge, &user);
    return rc < 0 ? rc : reply(r, NULL);
}

static int wrong_code(struct request *r, struct challenge *challenge, enum code_result result)
{
    static const enum error errors[] = {
        [CODE_WRONG] = VERIFICATION_CODE_INVALID,
        [CODE_WRONG_ONE_LEFT] = ONE_CHALLENGE_LIMIT_REMAINING,
        [CODE_WRONG_BLOCKED] = CHALLENGE_LIMIT_EXCEEDED,
    };

    if (result == CODE_WRONG_BLOCKED)
        challenge->state = CHALLENGE_BLOCKED;
    int rc = store_challenge_update(r->store, challenge);
    if (rc < 0)
        return rc;
    return refuse(r, errors[result], "wrong code, attempt %lld of %lld (0: unlimited)",
                  (long long) challenge->wrong_attempts,
                  (long long) r->realm->settings.otp_attempts);
}

int code_or_reply(struct request *r, struct challenge *challenge, const char *code,
                  enum error when_verified)
{
    enum challenge_state state = challenge_state_at(challenge, r->now);

    if (state == CHALLENGE_VERIFIED)
        return refuse(r, when_verified, "the challenge was verified before");
    if (state == CHALLENGE_EXPIRED)
        return refuse(r, VERIFICATION_CODE_EXPIRED, "the code expired %lld ms ago",
                      (long long) (r->now - challenge->expires));
    if (state != CHALLENGE_PENDING)
        return refuse(r, STATE_INVALID, "the challenge is %s", challenge_state_names[state]);
    enum code_result result = challenge_try(challenge, code, r->realm->settings.otp_attempts);

    return result == CODE_RIGHT ? PASS : wrong_code(r, challenge, result);
}

/* The newest code of this session: one of another session is as good as none. */
static int challenge_or_reply(struct request *r, struct challenge *ret)
{
    struct list list;
    int rc = issued(r, &list);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < list.count; i++) {
        *ret = *(const struct challenge *) list_at(&list, i);
        if (ret->channel == CHANNEL_SMS)
            return PASS;
    }
    return refuse(r, NOT_FOUND, "no code was sent in this session");
}

int stepup_otp_verify(struct request *r)
{
    const struct otp_verify *in = r->input;
    struct scene scene = scene_of(r);
    struct challenge challenge = {.id = 0};
    int rc = challenge_or_reply(r, &challenge);

    if (rc == PASS)
        rc = code_or_reply(r, &challenge, in->code, ALREADY_VERIFIED);
    if (rc == PASS)
        rc = offered_or_reply(r, CHANNEL_SMS);
    if (rc == PASS)
        rc = registered_or_reply(r, CHANNEL_SMS);
    if (rc != PASS)
        return rc;
    rc = challenge_settle(&scene, &challenge, CHALLENGE_VERIFIED);
    return rc < 0 ? rc : reply(r, NULL);
}

/* Row 4 of 2.2.3: once a push was answered, the session gets no other. */
static int unanswered_or_reply(struct request *r)
{
    struct list list;
    int rc = issued(r, &list);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < list.count; i++) {
        const struct challenge *c = list_at(&list, i);

        if (c->channel != CHANNEL_SMS &&
            (c->state == CHALLENGE_VERIFIED || c->state == CHALLENGE_DECLINED))
            return refuse(r, INVALID_REQUEST, "push %lld of this session is %s: sign in anew",
                          (long long) c->id, challenge_state_names[c->state]);
    }
    return PASS;
}

int stepup_push_issue(struct request *r)
{
    const struct push_channel *in = r->input;
    struct scene scene = scene_of(r);
    struct user user;
    struct challenge challenge = {.person = r->session.person,
                                  .session = r->session.id,
                                  .kind = CHALLENGE_STEP_UP,
                                  .channel = (enum channel)(in->channel + CHANNEL_AUTHY)};
    int rc = caller_user(r, &user);

    if (rc < 0)
        return rc;
    rc = unanswered_or_reply(r);
    if (rc == PASS)
        rc = offered_or_reply(r, challenge.channel);
    if (rc == PASS)
        rc = registered_or_reply(r, challenge.channel);
    if (rc != PASS)
        return rc;
    rc = challenge_issue(&scene, &challenge, &user);
    return rc < 0 ? rc : reply(r, &(struct challenge_id){challenge.id});
}
