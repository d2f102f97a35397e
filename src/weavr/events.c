/* SPDX-License-Identifier: MIT */
/* Events: what they say, as views, and how they come into the outbox. */
#include "weavr/events.h"

#include "directory/identities_store.h"
#include "directory/outbox.h"
#include "directory/people_store.h"
#include "directory/users_store.h"

#include <string.h>

/* weavr-webhooks.md 3.4: webhooks name the types otherwise than the API does. */
static const char *const identity_types[] = {"consumers", "corporates", NULL};

static const struct field identity_fields[] = {
    SHOW_NAME(struct typed_id, type, "type", identity_types),
    SHOW_ID(struct typed_id, id, "id"),
    END_OF_FIELDS,
};

static const char *const event_states[] = {"VERIFIED", "DECLINED", "EXPIRED", NULL};

enum event_state { EVENT_VERIFIED, EVENT_DECLINED, EVENT_EXPIRED };

static enum event_state event_state_of(enum challenge_state state)
{
    if (state == CHALLENGE_VERIFIED)
        return EVENT_VERIFIED;
    return state == CHALLENGE_EXPIRED ? EVENT_EXPIRED : EVENT_DECLINED;
}

/* By enum channel: what the means of a step-up and an enrolment are called. */
static const char *const means[] = {"SMS_OTP", "AUTHY_PUSH", "BIOMETRIC", NULL};

static const char *const login_types[] = {"PASSWORD", "TOKEN", NULL};

struct login_event {
    struct typed_id credential;
    struct typed_id identity;
    unsigned type;
    unsigned status;
    int64_t published;
};

static const struct field login_event_fields[] = {
    SHOW_OBJECT(struct login_event, credential, "credential", credential_id_fields),
    SHOW_OBJECT(struct login_event, identity, "identity", identity_fields),
    SHOW_NAME(struct login_event, type, "type", login_types),
    SHOW_NAME(struct login_event, status, "status", event_states),
    SHOW_ID(struct login_event, published, "publishedTimestamp"),
    END_OF_FIELDS,
};
static const struct view login_event_view = {.name = "LoginEvent", .fields = login_event_fields};

struct step_up_event {
    struct typed_id credential;
    struct typed_id identity;
    int64_t challenge;
    unsigned type;
    unsigned status;
    int64_t published;
    const char *token;
};

static const struct field step_up_event_fields[] = {
    SHOW_OBJECT(struct step_up_event, credential, "credential", credential_id_fields),
    SHOW_OBJECT(struct step_up_event, identity, "identity", identity_fields),
    SHOW_ID(struct step_up_event, challenge, "challengeId"),
    SHOW_NAME(struct step_up_event, type, "type", means),
    SHOW_NAME(struct step_up_event, status, "status", event_states),
    SHOW_ID(struct step_up_event, published, "publishedTimestamp"),
    SHOW_TEXT(struct step_up_event, token, "authToken", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view step_up_event_view = {.name = "StepupEvent",
                                               .fields = step_up_event_fields};

/* From FACTOR_ACTIVE on: the others are not told. */
static const char *const factor_states[] = {"ACTIVE", "INACTIVE", NULL};

struct factor_event {
    struct typed_id credential;
    unsigned type;
    unsigned status;
    int64_t published;
};

static const struct field factor_event_fields[] = {
    SHOW_OBJECT(struct factor_event, credential, "credentialId", credential_id_fields),
    SHOW_NAME(struct factor_event, type, "type", means),
    SHOW_NAME(struct factor_event, status, "status", factor_states),
    SHOW_ID(struct factor_event, published, "publishedTimestamp"),
    END_OF_FIELDS,
};
static const struct view factor_event_view = {.name = "EnrolmentEvent",
                                              .fields = factor_event_fields};

struct activation_event {
    const char *done_by;
    const char *email;
    const char *reason;
};

static const struct field activation_fields[] = {
    SHOW_TEXT(struct activation_event, done_by, "actionDoneBy"),
    SHOW_TEXT(struct activation_event, email, "emailAddress"),
    END_OF_FIELDS,
};
static const struct view activation_view = {.name = "IdentityActivatedEvent",
                                            .fields = activation_fields};

static const struct field deactivation_fields[] = {
    SHOW_TEXT(struct activation_event, done_by, "actionDoneBy"),
    SHOW_TEXT(struct activation_event, email, "emailAddress"),
    SHOW_TEXT(struct activation_event, reason, "reasonCode"),
    END_OF_FIELDS,
};
static const struct view deactivation_view = {.name = "IdentityDeactivatedEvent",
                                              .fields = deactivation_fields};

/* Addressed by enum event_number. */
const struct event weavr_events[] = {
    {"/login/watch", "Somebody signed in, or tried to", &login_event_view},
    {"/stepup/watch", "A step-up or a biometric login was decided", &step_up_event_view},
    {"/authentication_factors/watch", "A factor counts, or no longer does", &factor_event_view},
    {"/consumers/kyc/watch", "The KYC of a consumer goes on, or is decided", &kyc_event_view},
    {"/corporates/kyb/watch", "The KYB of a corporate goes on, or is decided", &kyb_event_view},
    {"/corporates/kyb/beneficiaries/watch", "The KYC of an authorised user is decided",
     &beneficiary_event_view},
    {"/auth/users/user_deactivated/watch", "A user was deactivated", &deactivation_view},
    {"/consumers/consumer_deactivated/watch", "A consumer was deactivated", &deactivation_view},
    {"/consumers/consumer_activated/watch", "A consumer was activated", &activation_view},
    {"/corporates/corporate_deactivated/watch", "A corporate was deactivated", &deactivation_view},
    {"/corporates/corporate_activated/watch", "A corporate was activated", &activation_view},
    {NULL, NULL, NULL},
};

const char *event_kind(struct arena *a, const struct event *event)
{
    size_t length = strlen(event->path) - strlen("/watch");
    size_t start = length;

    while (event->path[start - 1] != '/')
        start--;
    return arena_textn(a, event->path + start, length - start);
}

int event_publish(struct context *ctx, enum event_number number, int64_t challenge,
                  const void *data)
{
    const struct event *event = &weavr_events[number];
    struct text payload = TEXT_IN(ctx->arena);

    view_write(&payload, event->view, data);
    return webhook_send(ctx, &(struct message){
                                 .to = event->path,
                                 .kind = event_kind(ctx->arena, event),
                                 .challenge = challenge,
                                 .text = event->summary,
                                 .payload = text_string(&payload),
                             });
}

int event_login(struct context *ctx, const struct typed_id *credential,
                const struct typed_id *identity, enum login_type type, enum challenge_state status)
{
    return event_publish(ctx, EVENT_LOGIN, 0,
                         &(struct login_event){.credential = *credential,
                                               .identity = *identity,
                                               .type = type,
                                               .status = event_state_of(status),
                                               .published = ctx->now});
}

static int credential_of(struct context *ctx, int64_t person, struct typed_id *ret)
{
    struct person found;
    int rc = store_person_find(ctx->store, ctx->arena, ctx->realm->id, person, &found);

    if (rc == 0)
        *ret = (struct typed_id){found.credential_type, found.id};
    return rc;
}

int event_step_up(struct context *ctx, const struct challenge *challenge, const char *token)
{
    struct step_up_event event = {
        .challenge = challenge->id,
        .type = challenge->channel,
        .status = event_state_of(challenge->state),
        .published = ctx->now,
        .token = token,
    };
    struct identity identity;
    int rc = credential_of(ctx, challenge->person, &event.credential);

    if (rc == 0)
        rc = store_identity_find(ctx->store, ctx->arena, challenge->identity, &identity);
    if (rc < 0)
        return rc;
    event.identity = (struct typed_id){identity.type, identity.id};
    return event_publish(ctx, EVENT_STEP_UP, challenge->id, &event);
}

int event_factor(struct context *ctx, int64_t person, const struct factor *factor)
{
    struct factor_event event = {
        .type = factor->channel, .status = factor->status - FACTOR_ACTIVE, .published = ctx->now};
    int rc = credential_of(ctx, person, &event.credential);

    return rc < 0 ? rc : event_publish(ctx, EVENT_FACTOR, 0, &event);
}

int event_user_deactivated(struct context *ctx, const struct user *user, enum doer doer)
{
    static const char *const doers[] = {[BY_OPERATOR] = "INNOVATOR", [BY_USER] = "UNDEFINED"};
    const struct activation_event event = {doers[doer], user->email, "UNDEFINED_REASON"};

    return event_publish(ctx, EVENT_USER_DEACTIVATED, 0, &event);
}

int event_identity(struct context *ctx, const struct identity *identity, const char *email,
                   const char *reason)
{
    /* whom the cases show: the portal's user deactivates, an administrator activates */
    const struct activation_event event = {identity->active ? "ADMIN" : "INNOVATOR", email, reason};
    unsigned kind = EVENT_IDENTITY + 2 * (unsigned) identity->type + identity->active;

    return event_publish(ctx, (enum event_number) kind, 0, &event);
}
