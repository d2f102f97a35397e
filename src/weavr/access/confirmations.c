/* SPDX-License-Identifier: MIT */
/* Challenges that confirm lists of resources (weavr-auth.md 2.3). */
#include "confirmations.h"

#include "access/confirmables.h"
#include "base/encode.h"
#include "directory/context.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "weavr/challenges.h"
#include "weavr/resource_type.h"
#include "weavr/second_factor.h"
#include "weavr/shared_types.h"

#include <errno.h>

static const struct group confirmations_group = {
    .tag = "challenges", .title = "Confirmation challenges", .specific_messages = true};

/* Each one is looked up; a longer list would delay other requests. */
#define RESOURCES_MOST 1000

struct confirmation {
    int channel;     /* an index of otp_channels or push_channels */
    int type;        /* enum resource_type */
    struct list ids; /* const char *, digits */
};

/* clang-format off */
#define CONFIRMATION_BODY                                                                          \
    /* in the order of the observed complaints (weavr-auth.md 1.3.1) */                            \
    RULE_TEXTS(struct confirmation, ids, "resourceIds", REQUIRED, .least = 1,                      \
               .most = RESOURCES_MOST, .format = FORMAT_DIGITS),                                   \
    RULE_CHOICE(struct confirmation, type, "resourceType", resource_type_names, REQUIRED)
/* clang-format on */

static const struct rule confirmation_otp_rules[] = {
    RULE_CHOICE(struct confirmation, channel, "channel", otp_channels, CHANNEL_IN_PATH),
    CONFIRMATION_BODY,
    END_OF_RULES,
};
static const struct input confirmation_otp_input = {.name = "ConfirmationByCode",
                                                    .rules = confirmation_otp_rules,
                                                    .size = sizeof(struct confirmation)};

static const struct rule confirmation_push_rules[] = {
    RULE_CHOICE(struct confirmation, channel, "channel", push_channels, CHANNEL_IN_PATH),
    CONFIRMATION_BODY,
    END_OF_RULES,
};
static const struct input confirmation_push_input = {.name = "ConfirmationByPush",
                                                     .rules = confirmation_push_rules,
                                                     .size = sizeof(struct confirmation)};

struct confirmation_answer {
    int64_t challenge;
};

static const struct field confirmation_fields[] = {
    SHOW_ID(struct confirmation_answer, challenge, "scaChallengeId"),
    END_OF_FIELDS,
};
static const struct view confirmation_view = {.name = "ScaChallenge",
                                              .fields = confirmation_fields};

static int confirmation_settled(struct context *ctx, const struct challenge *c)
{
    if (c->state == CHALLENGE_VERIFIED)
        return confirmables_execute(ctx, c->id);
    return c->state == CHALLENGE_DECLINED ? confirmables_reject(ctx, c->id) : 0;
}

static int confirmation_lapsed(struct context *ctx, const struct challenge *c)
{
    return confirmables_fail(ctx, c->id);
}

const struct challenge_traits confirmation_challenge = {
    .purpose = "confirm what you ordered",
    .settled = confirmation_settled,
    .lapsed = confirmation_lapsed,
    .lapses_after = RESOURCE_FAILS_AFTER_MILLIS,
};

/* Checks the user that the token acts as, not the one whose address signed in. */
static int permission_or_reply(struct request *r, int type)
{
    struct user user = {.type = USER_ROOT};
    int rc = type == RESOURCE_LINKED_ACCOUNT_DECLARATION ? caller_acting_user(r, &user) : 0;

    if (rc < 0)
        return rc;
    return user.type == USER_ROOT
               ? PASS
               : refuse(r, INSUFFICIENT_PERMISSIONS,
                        "only the root user can confirm a linked account declaration");
}

int confirmable_or_reply(struct request *r, enum resource_type type, int64_t id,
                         struct resource *ret)
{
    *ret = (struct resource){.id = 0};
    int rc = confirmable_find(r, id, ret);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || ret->type != type || ret->identity != r->session.identity)
        return refuse(r, NOT_FOUND, "no %s %lld of identity %lld", resource_type_names[type],
                      (long long) id, (long long) r->session.identity);
    return PASS;
}

/* Challenged only if it has no challenge (any more), or the challenge's PIN was forgotten. */
static int awaiting_or_reply(struct request *r, const struct resource *resource)
{
    struct challenge last;
    int rc = store_challenge_find(r->store, r->arena, resource->challenge, &last);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    bool is_free = rc == -ENOENT || last.state == CHALLENGE_PIN_RECOVERY;

    if (resource->state == RESOURCE_PENDING_CHALLENGE && is_free)
        return PASS;
    return refuse(r, STATE_INVALID, "resource %lld is %s%s", (long long) resource->id,
                  resource_state_names[resource->state],
                  resource->challenge == 0 ? "" : " and was challenged before");
}

/* Existence is checked for all before the state of any (weavr-auth.md 2.3.1 rows 4 and 5). */
static int resources_or_reply(struct request *r, const struct confirmation *in, struct list *ret)
{
    int rc = PASS;

    *ret = LIST_OF(struct resource);
    for (size_t i = 0; rc == PASS && i < in->ids.count; i++)
        rc = confirmable_or_reply(r, (enum resource_type) in->type,
                                  id_parse(*(const char *const *) list_at(&in->ids, i)),
                                  list_add(ret, r->arena));
    return rc;
}

static int issue(struct request *r, enum channel channel, const struct list *resources, int type,
                 struct challenge *ret)
{
    struct context ctx = context_of(r);
    struct user user;
    int rc = caller_user(r, &user);

    *ret = challenge_of(r);
    ret->kind = CHALLENGE_CONFIRMATION;
    ret->channel = channel;
    ret->resource_type = type;
    ret->id = id_next(ctx.ids);
    for (size_t i = 0; rc == 0 && i < resources->count; i++)
        rc = confirmable_challenge(&ctx, list_at(resources, i), ret->id);
    return rc < 0 ? rc : challenge_issue(&ctx, ret, &user);
}

int confirmation_start(struct request *r, enum channel channel, const struct list *resources,
                       int type, struct challenge *ret)
{
    int rc = PASS;

    for (size_t i = 0; rc == PASS && i < resources->count; i++)
        rc = awaiting_or_reply(r, list_at(resources, i));
    if (rc == PASS)
        rc = offered_or_reply(r, channel);
    if (rc == PASS)
        rc = registered_or_reply(r, channel);
    if (rc == PASS && channel != CHANNEL_SMS)
        rc = quota_or_reply(r);
    if (rc != PASS)
        return rc;
    rc = issue(r, channel, resources, type, ret);
    return rc < 0 ? rc : PASS;
}

/* weavr-auth.md 2.3.1 rows 1 to 6 and 2.3.3 rows 1 to 4. */
static int start_and_reply(struct request *r, enum channel channel)
{
    const struct confirmation *in = r->input;
    struct challenge challenge;
    struct list resources;
    int rc = permission_or_reply(r, in->type);

    if (rc == PASS)
        rc = resources_or_reply(r, in, &resources);
    if (rc == PASS)
        rc = confirmation_start(r, channel, &resources, in->type, &challenge);
    return rc == PASS ? reply(r, &(struct confirmation_answer){challenge.id}) : rc;
}

static int confirmation_otp_issue(struct request *r)
{
    return start_and_reply(r, CHANNEL_SMS);
}

static int confirmation_push_issue(struct request *r)
{
    const struct confirmation *in = r->input;

    return start_and_reply(r, push_channel_at(in->channel));
}

struct confirmation_verify {
    int64_t challenge;
    struct otp_verify otp;
    int type;
};

static const struct rule confirmation_verify_rules[] = {
    RULE_ID(struct confirmation_verify, challenge, "scaChallengeId", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct confirmation_verify, otp.channel, "channel", CHANNEL_IN_PATH,
              .values = otp_channels),
    RULE_CODE(struct confirmation_verify, otp.code, "verificationCode"),
    RULE_CHOICE(struct confirmation_verify, type, "resourceType", resource_type_names, REQUIRED),
    END_OF_RULES,
};
static const struct input confirmation_verify_input = {.name = "ConfirmationVerify",
                                                       .rules = confirmation_verify_rules,
                                                       .size = sizeof(struct confirmation_verify)};

/*
 * weavr-auth.md 2.3.2 rows 3 to 5: a challenge of another identity is not found, one of another user
 * of the identity is refused.
 */
static int challenge_or_reply(struct request *r, const struct confirmation_verify *in,
                              struct challenge *ret)
{
    int rc = store_challenge_find(r->store, r->arena, in->challenge, ret);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || ret->realm != r->realm->id || ret->kind != CHALLENGE_CONFIRMATION ||
        ret->channel != CHANNEL_SMS || ret->identity != r->session.identity)
        return refuse(r, NOT_FOUND, "no SMS confirmation challenge %lld",
                      (long long) in->challenge);
    if (ret->resource_type != in->type)
        return refuse(r, NOT_FOUND, "the challenge is for %s",
                      resource_type_names[ret->resource_type]);
    return PASS;
}

int confirmation_verify(struct request *r, struct challenge *challenge, const char *code)
{
    if (challenge->person != r->session.person)
        return refuse(r, CHANNEL_NOT_REGISTERED, "the challenge was issued to another user");
    int rc = code_or_reply(r, challenge, code, STATE_INVALID);

    if (rc == PASS)
        rc = offered_or_reply(r, CHANNEL_SMS);
    if (rc == PASS)
        rc = registered_or_reply(r, CHANNEL_SMS);
    return rc == PASS ? settle_and_reply(r, challenge, CHALLENGE_VERIFIED) : rc;
}

static int confirmation_otp_verify(struct request *r)
{
    const struct confirmation_verify *in = r->input;
    struct challenge challenge;
    int rc = challenge_or_reply(r, in, &challenge);

    return rc == PASS ? confirmation_verify(r, &challenge, in->otp.code) : rc;
}

/* clang-format off */
const struct operation confirmation_operations[] = {
    OPERATION(confirmation_otp_issue, POST, "/multi/challenges/otp/{channel}", SIGNED_IN,
              .summary = "Send a one-time password to confirm resources", .group = &confirmations_group,
              .input = &confirmation_otp_input, .status = 200, .answer = &confirmation_view,
              .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(NOT_FOUND, METHOD_NOT_ALLOWED, STATE_INVALID, CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED,
                               RETRY_IN_15SEC, CHALLENGE_LIMIT_EXCEEDED)),
    OPERATION(confirmation_otp_verify, POST, "/multi/challenges/{scaChallengeId}/otp/{channel}/verify", SIGNED_IN,
              .summary = "Verify the one-time password and execute the resources", .group = &confirmations_group,
              .input = &confirmation_verify_input, .status = 204, .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(NOT_FOUND, STATE_INVALID, VERIFICATION_CODE_EXPIRED, VERIFICATION_CODE_INVALID,
                               ONE_CHALLENGE_LIMIT_REMAINING, CHALLENGE_LIMIT_EXCEEDED,
                               CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED)),
    OPERATION(confirmation_push_issue, POST, "/multi/challenges/push/{channel}", SIGNED_IN,
              .summary = "Send a push to confirm resources", .group = &confirmations_group,
              .input = &confirmation_push_input, .status = 200, .answer = &confirmation_view,
              .writes = true, .replays = REPLAY_ANSWER,
              .errors = ERRORS(NOT_FOUND, METHOD_NOT_ALLOWED, STATE_INVALID, CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED,
                               CHALLENGE_LIMIT_EXCEEDED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
