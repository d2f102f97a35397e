/* SPDX-License-Identifier: MIT */
/* Changing e-mail addresses and numbers. */
#include "weavr/contacts.h"

#include "directory/codes.h"
#include "directory/outbox.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "links.h"
#include "weavr/challenges.h"
#include "weavr/factor_change.h"
#include "weavr/identities.h"

#include <string.h>

bool is_new_email(const struct user *user, const char *email)
{
    return email != NULL && strcasecmp(user->email, email) != 0;
}

bool is_new_mobile(const struct user *user, const struct mobile *mobile)
{
    if (mobile->number == NULL)
        return false;
    return user->mobile_number == NULL || strcmp(user->mobile_number, mobile->number) != 0 ||
           strcmp(user->mobile_country_code, mobile->country_code) != 0;
}

static int email_gap_or_reply(struct request *r, const struct user *user)
{
    int64_t gap = r->realm->settings.email_change_gap_seconds;
    struct email_state state;
    int rc = store_user_email_state(r->store, r->arena, user->id, &state);

    if (rc < 0)
        return rc;
    if (state.changed == 0 || r->now >= state.changed + gap * 1000)
        return PASS;
    return refuse(r, TOO_FREQUENT_EMAIL_CHANGES,
                  "the address was changed %lld ms ago, emailChangeGapSeconds is %lld",
                  (long long) (r->now - state.changed), (long long) gap);
}

int new_email_or_reply(struct request *r, const struct user *user, const char *email)
{
    int rc = email_domain_or_reply(r, email);

    if (rc == PASS)
        rc = email_of_other_or_reply(r, user->id, email, EMAIL_NOT_UNIQUE);
    return rc == PASS ? email_gap_or_reply(r, user) : rc;
}

/* After a recovery by e-mail the second factor can't be moved for a while (weavr-identities.md 2.6). */
static int mobile_block_or_reply(struct request *r, const struct user *user,
                                 const struct mobile_history *history)
{
    int64_t block = r->realm->settings.mobile_change_block_seconds;
    enum factor_status status;

    if (history->recovered == 0 || r->now >= history->recovered + block * 1000)
        return PASS;
    int rc = store_factor_status(r->store, user->realm, user->person, CHANNEL_SMS, &status);

    if (rc < 0)
        return rc;
    if (status != FACTOR_ACTIVE)
        return PASS;
    return refuse(r, MOBILE_CHANGE_NOT_ALLOWED,
                  "the last recovery was %lld ms ago, mobileChangeBlockSeconds is %lld",
                  (long long) (r->now - history->recovered), (long long) block);
}

int new_mobile_or_reply(struct request *r, const struct user *user,
                        const struct mobile_history *history, const struct mobile *mobile)
{
    int64_t most = r->realm->settings.mobile_changes_allowed;
    int rc = mobile_code_or_reply(r, mobile);

    if (rc != PASS)
        return rc;
    if (history->changes >= most)
        return refuse(r, MOBILE_NO_CHANGE_LIMIT_EXCEEDED,
                      "the number was changed %lld times, mobileChangesAllowed is %lld",
                      (long long) history->changes, (long long) most);
    return mobile_block_or_reply(r, user, history);
}

/* Invalidates the SMS factor, or the enrolment code that was sent to the former number. */
static int disenrol(struct context *ctx, int64_t person)
{
    enum factor_status status;
    int rc = store_factor_status(ctx->store, ctx->realm->id, person, CHANNEL_SMS, &status);

    if (rc == 0 && status == FACTOR_ACTIVE)
        rc = factor_change(ctx, person, CHANNEL_SMS, FACTOR_INACTIVE);
    if (rc == 0 && status == FACTOR_PENDING)
        rc = challenge_replace_latest(ctx, person, CHALLENGE_ENROLMENT, CHANNEL_SMS);
    return rc;
}

static const char *number_of(struct arena *a, const struct user *user)
{
    return arena_printf(a, "%s%s", user->mobile_country_code, user->mobile_number);
}

int mobile_change(struct context *ctx, struct user *user, const struct mobile_history *history,
                  const struct mobile *mobile)
{
    struct mobile_history now = {.former = history->former, .changes = history->changes + 1};

    if (user->mobile_verified && user->mobile_number != NULL)
        now.former = number_of(ctx->arena, user);
    user->mobile_country_code = mobile->country_code;
    user->mobile_number = mobile->number;
    user->mobile_verified = false;
    int rc = store_user_set_mobile(ctx->store, user, &now);

    return rc < 0 ? rc : disenrol(ctx, user->person);
}

int mobile_verify(struct context *ctx, int64_t id)
{
    struct mobile_history history = {.former = NULL};
    struct user user = {.id = 0};
    int rc = store_user_find(ctx->store, ctx->arena, id, &user);

    if (rc == 0)
        rc = store_user_mobile_history(ctx->store, ctx->arena, id, &history);
    if (rc == 0)
        rc = store_user_mobile_verified(ctx->store, id);
    if (rc < 0 || history.former == NULL ||
        strcmp(number_of(ctx->arena, &user), history.former) == 0)
        return rc;
    return message_send(ctx, &(struct message){
                                 .channel = "SMS",
                                 .to = history.former,
                                 .kind = "MOBILE_CHANGED",
                                 .text = "This number is no longer the number of your account.",
                             });
}

int email_code_send(struct context *ctx, const struct user *user, const char *to)
{
    const char *code = code_new(ctx);
    struct message message = {
        .channel = "EMAIL",
        .to = to,
        .kind = "EMAIL_VERIFICATION",
        .code = code,
        .text =
            arena_printf(ctx->arena, "Please verify your address: %s",
                         link_text(ctx, ctx->realm->settings.links.email_verification,
                                   &(struct link_values){.user = user, .to = to, .nonce = code})),
    };
    int rc = store_user_set_email_code(ctx->store, user->id, code,
                                       ctx->now +
                                           ctx->realm->settings.email_verification_seconds * 1000);

    return rc < 0 ? rc : message_send(ctx, &message);
}
