/* SPDX-License-Identifier: MIT */
/* Checks that step-up, enrolment and confirmation share: channels, numbers, codes, quotas. */
#include "weavr/second_factor.h"

#include "directory/context.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "weavr/challenges.h"

#include <errno.h>
#include <string.h>

int caller_user(struct request *r, struct user *ret)
{
    return store_user_find(r->store, r->arena, r->session.user, ret);
}

int caller_acting_user(struct request *r, struct user *ret)
{
    return store_user_find_in(r->store, r->arena, r->realm->id, r->session.person,
                              r->session.identity, ret);
}

int active_or_reply(struct request *r)
{
    struct user user;
    int rc = caller_acting_user(r, &user);

    if (rc < 0)
        return rc;
    return user.active
               ? PASS
               : refuse(r, CREDENTIALS_INACTIVE, "user %lld is deactivated", (long long) user.id);
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

int dial_code_or_reply(struct request *r, const struct user *user)
{
    const struct list *refused = &r->realm->settings.unsupported_dial_codes;

    for (size_t i = 0; i < refused->count; i++) {
        if (strcmp(*(const char *const *) list_at(refused, i), user->mobile_country_code) == 0)
            return refuse(r, MOBILE_COUNTRY_NOT_SUPPORTED,
                          "%s is in the setting unsupportedDialCodes", user->mobile_country_code);
    }
    return PASS;
}

int number_or_reply(struct request *r, const struct user *user)
{
    const char *code = user->mobile_country_code;

    if (code != NULL && code[1] != '0' &&
        strlen(code) - 1 + strlen(user->mobile_number) <= E164_DIGITS_MOST)
        return dial_code_or_reply(r, user);
    return refuse(r, MOBILE_NUMBER_INVALID, "the mobile number of user %lld is no E.164 number",
                  (long long) user->id);
}

static int refuse_wrong_code(struct request *r, struct challenge *challenge,
                             enum code_result result)
{
    static const enum error errors[] = {
        [CODE_WRONG] = VERIFICATION_CODE_INVALID,
        [CODE_WRONG_ONE_LEFT] = ONE_CHALLENGE_LIMIT_REMAINING,
        [CODE_WRONG_BLOCKED] = CHALLENGE_LIMIT_EXCEEDED,
    };
    struct context ctx = context_of(r);
    int rc = challenge_record_wrong_code(&ctx, challenge, result);

    if (rc < 0)
        return rc;
    int64_t most = r->realm->settings.otp_attempts;

    return refuse(r, errors[result], "wrong code, attempt %lld of %s",
                  (long long) challenge->wrong_attempts,
                  most == 0 ? "unlimited" : arena_int(r->arena, most));
}

int code_or_reply(struct request *r, struct challenge *challenge, const char *code,
                  enum error when_verified)
{
    enum challenge_state state = challenge_state_at(challenge, r->now);

    if (state == CHALLENGE_VERIFIED)
        return refuse(r, when_verified, "the challenge was already verified");
    if (state == CHALLENGE_EXPIRED && r->now < challenge->expires)
        return refuse(r, VERIFICATION_CODE_EXPIRED,
                      "the code was expired by the simulator or the control API");
    if (state == CHALLENGE_EXPIRED)
        return refuse(r, VERIFICATION_CODE_EXPIRED, "the code expired %lld ms ago",
                      (long long) (r->now - challenge->expires));
    if (!challenge_is_pending(challenge, r->now))
        return refuse(r, STATE_INVALID, "the challenge is %s", challenge_state_names[state]);
    enum code_result result =
        challenge_check_code(challenge, code, r->realm->settings.otp_attempts);

    return result == CODE_RIGHT ? PASS : refuse_wrong_code(r, challenge, result);
}

/* Days of the windows of the setting pushQuota, in the order of its members. */
static const int64_t quota_days[] = {1, 7, 30, 91, 365, 0}; /* 0: no time limit */

/* The window is full when the push that is `most` places back is in it. */
static int quota_window_or_reply(struct request *r, int64_t days, int64_t most)
{
    int64_t number = 0;
    int64_t at = INT64_MIN;
    int rc =
        store_push_last(r->store, r->realm->id, days == 0 || most < 1 ? 1 : most, &number, &at);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    bool is_full = days == 0 ? number >= most : rc == 0 && at > r->now - days * 86400000;

    if (most > 0 && !is_full)
        return PASS;
    return refuse(r, CHALLENGE_LIMIT_EXCEEDED,
                  "pushQuota allows %lld pushes in %lld days (0: in total), and they were sent",
                  (long long) most, (long long) days);
}

int quota_or_reply(struct request *r)
{
    const struct push_quota *quota = &r->realm->settings.push_quota;
    const int64_t limits[] = {quota->day,     quota->week, quota->month,
                              quota->quarter, quota->year, quota->always};
    int rc = PASS;

    for (size_t i = 0; rc == PASS && i < ARRAY_SIZE(limits); i++) {
        if (limits[i] != 0)
            rc = quota_window_or_reply(r, quota_days[i], limits[i] - 1);
    }
    return rc;
}
