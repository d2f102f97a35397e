/* SPDX-License-Identifier: MIT */
/* Events of sign-ins, step-ups, factors and deactivations (weavr-webhooks.md 3.4 to 3.7). */
#include "weavr/events.h"

#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "event_data.h"

static enum event_state event_state_of(enum challenge_state state)
{
    if (state == CHALLENGE_VERIFIED)
        return EVENT_VERIFIED;
    return state == CHALLENGE_EXPIRED ? EVENT_EXPIRED : EVENT_DECLINED;
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
        .type = factor->channel,
        .status = factor->status == FACTOR_ACTIVE ? EVENT_FACTOR_ACTIVE : EVENT_FACTOR_INACTIVE,
        .published = ctx->now,
    };
    int rc = credential_of(ctx, person, &event.credential);

    return rc < 0 ? rc : event_publish(ctx, EVENT_FACTOR, 0, &event);
}

int event_user_deactivated(struct context *ctx, const struct user *user, enum actor actor)
{
    static const char *const actors[] = {[BY_OPERATOR] = "INNOVATOR", [BY_USER] = "UNDEFINED"};
    const struct activation_event event = {actors[actor], user->email, "UNDEFINED_REASON"};

    return event_publish(ctx, EVENT_USER_DEACTIVATED, 0, &event);
}

int event_identity(struct context *ctx, const struct identity *identity, const char *email,
                   const char *reason)
{
    static const enum event_number numbers[][2] = {
        [IDENTITY_CONSUMER] =
            {[false] = EVENT_CONSUMER_DEACTIVATED, [true] = EVENT_CONSUMER_ACTIVATED},
        [IDENTITY_CORPORATE] =
            {[false] = EVENT_CORPORATE_DEACTIVATED, [true] = EVENT_CORPORATE_ACTIVATED},
    };
    /* as in the cases: INNOVATOR deactivates, ADMIN activates (weavr-webhooks.md 3.7) */
    const struct activation_event event = {identity->active ? "ADMIN" : "INNOVATOR", email, reason};

    return event_publish(ctx, numbers[identity->type][identity->active], 0, &event);
}
