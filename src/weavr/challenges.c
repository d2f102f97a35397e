/* SPDX-License-Identifier: MIT */
/* Challenges: issued, answered by scripted phones, settled, expired when their time is over. */
#include "weavr/challenges.h"

#include "base/names.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "directory/outbox.h"
#include "directory/people_store.h"
#include "directory/sessions.h"
#include "directory/sessions_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "weavr/contacts.h"
#include "weavr/events.h"
#include "weavr/resource_type.h"
#include "weavr/resources_store.h"

#include <errno.h>
#include <string.h>

struct challenge challenge_of(const struct request *r)
{
    return (struct challenge){
        .person = r->session.person,
        .user = r->session.user,
        .identity = r->session.identity,
        .session = r->session.id,
        .resource_type = -1,
    };
}

static const char *const purposes[] = {
    [CHALLENGE_STEP_UP] = "confirm that it is you",
    [CHALLENGE_ENROLMENT] = "enrol this device",
    [CHALLENGE_LOGIN] = "sign in",
    [CHALLENGE_CONFIRMATION] = "confirm what you ordered",
};

/* A device that is being linked shows its code; the code is not sent to it. */
static bool is_device_link(const struct challenge *c)
{
    return c->kind == CHALLENGE_ENROLMENT && c->channel == CHANNEL_BIOMETRIC;
}

static int send_challenge(struct context *ctx, const struct challenge *c, const struct user *user)
{
    const char *purpose = purposes[c->kind];
    struct message message = {
        .channel = challenge_is_push(c) ? "PUSH" : "SMS",
        .to =
            user->mobile_number == NULL
                ? ""
                : arena_printf(ctx->arena, "%s%s", user->mobile_country_code, user->mobile_number),
        .kind = challenge_kind_names[c->kind],
        .code = c->code,
        .challenge = c->id,
        .text = challenge_is_push(c)
                    ? arena_printf(ctx->arena, "Please %s: accept or decline.", purpose)
                    : arena_printf(ctx->arena, "Your code to %s is %s.", purpose, c->code),
    };

    return is_device_link(c) ? 0 : message_send(ctx, &message);
}

/* What answers a push by itself: the phone's script, or else the realm's setting. */
static enum push_outcome scripted_outcome(const struct context *ctx, const struct person *person)
{
    if (person->push_answer == NULL)
        return (enum push_outcome) ctx->realm->settings.push_outcome;
    if (strcmp(person->push_answer, "accept") == 0)
        return PUSH_ACCEPT;
    return strcmp(person->push_answer, "decline") == 0 ? PUSH_DECLINE : PUSH_MANUAL;
}

/* Writes the phone's answer into a challenge that is about to be stored; when it is given. */
static int script_answer(struct context *ctx, struct challenge *c)
{
    struct person person;

    if (!challenge_is_push(c) || is_device_link(c))
        return 0;
    int rc = store_person_find(ctx->store, ctx->arena, ctx->realm->id, c->person, &person);
    if (rc < 0)
        return rc;
    enum push_outcome outcome = scripted_outcome(ctx, &person);
    int64_t at = ctx->now + (person.push_answer == NULL ? 0 : person.push_answer_after);

    if (outcome == PUSH_MANUAL || at >= c->expires)
        return 0;
    c->answer =
        challenge_state_names[outcome == PUSH_ACCEPT ? CHALLENGE_VERIFIED : CHALLENGE_DECLINED];
    c->due = at;
    return 0;
}

/* What is due happens: a pending challenge is answered or expires, an ended one lets go. */
static int happen(struct context *ctx, struct challenge *c)
{
    struct context then = *ctx;

    then.now = c->due;
    if (c->state == CHALLENGE_PENDING)
        return challenge_settle(&then, c,
                                c->answer == NULL ? CHALLENGE_EXPIRED
                                                  : (enum challenge_state) name_index(
                                                        challenge_state_names, c->answer));
    c->due = 0;
    int rc = store_challenge_update(ctx->store, c);

    return rc < 0 ? rc : store_resources_end(ctx->store, ctx->realm->id, c->id, RESOURCE_FAILED);
}

int challenge_issue(struct context *ctx, struct challenge *challenge, const struct user *user)
{
    bool push = challenge_is_push(challenge);
    int64_t seconds = push ? ctx->realm->settings.push_seconds : ctx->realm->settings.otp_seconds;

    if (challenge->id == 0)
        challenge->id = id_next(ctx->ids);
    challenge->realm = ctx->realm->id;
    if (!push)
        challenge->code = code_new(ctx);
    challenge->created = ctx->now;
    challenge->expires = ctx->now + seconds * 1000;
    challenge->due = challenge->expires;
    int rc = script_answer(ctx, challenge);
    if (rc == 0)
        rc = store_challenge_insert(ctx->store, challenge);
    if (rc == 0)
        rc = send_challenge(ctx, challenge, user);
    if (rc == 0 && challenge->due > ctx->now)
        schedule_expect(&ctx->gateway->schedule, ctx->realm, &challenges_due, challenge->due);
    return rc == 0 && challenge->due <= ctx->now ? happen(ctx, challenge) : rc;
}

/* ---- what an outcome brings about ---- */

static int step_up(struct context *ctx, const struct challenge *challenge)
{
    int rc = store_session_step_up(ctx->store, challenge->session);

    return rc < 0
               ? rc
               : store_person_stepped_up(ctx->store, ctx->realm->id, challenge->person, ctx->now);
}

/* A device that proved its owner gets the session's own token told (weavr-webhooks.md 3.5). */
static int step_up_settled(struct context *ctx, const struct challenge *c)
{
    const char *token = "";
    int rc = 0;

    if (c->state != CHALLENGE_VERIFIED)
        return event_step_up(ctx, c, NULL);
    if (c->channel == CHANNEL_BIOMETRIC)
        rc = store_session_token(ctx->store, ctx->arena, c->session, &token);
    if (rc == 0)
        rc = step_up(ctx, c);
    if (rc == 0 && !challenge_is_push(c))
        rc = store_pushes_overtake(ctx->store, ctx->realm->id, c->session);
    return rc < 0 ? rc : event_step_up(ctx, c, token);
}

int factor_change(struct context *ctx, int64_t person, enum channel channel,
                  enum factor_status status)
{
    const struct factor factor = {.channel = channel, .status = status};
    int rc = store_factor_set(ctx->store, ctx->realm->id, person, &factor);

    return rc < 0 || status == FACTOR_PENDING ? rc : event_factor(ctx, person, &factor);
}

/* A declined code leaves the factor waiting for another, a declined push does not. */
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
    return rc == 0 && steps_up ? step_up(ctx, c) : rc;
}

/* The token of a biometric login reaches the client by the event alone (weavr-auth.md 2.1.2). */
static int login_settled(struct context *ctx, const struct challenge *c)
{
    struct session session = {.kind = SESSION_AUTH_BIOMETRIC, .person = c->person, .user = c->user};

    if (c->state != CHALLENGE_VERIFIED)
        return event_step_up(ctx, c, NULL);
    int rc = session_open(ctx, &session, arena_int(ctx->arena, c->person));
    return rc < 0 ? rc : event_step_up(ctx, c, session.token);
}

static int confirmation_settled(struct context *ctx, const struct challenge *c)
{
    int64_t realm = ctx->realm->id;

    if (c->state == CHALLENGE_VERIFIED)
        return store_resources_confirm(ctx->store, realm, c->id);
    return c->state == CHALLENGE_DECLINED
               ? store_resources_end(ctx->store, realm, c->id, RESOURCE_REJECTED)
               : 0;
}

/* A confirmation that ended undecided has its resources fail a while after its time. */
static int64_t due_once_settled(const struct context *ctx, const struct challenge *c)
{
    bool expired = c->state == CHALLENGE_EXPIRED;
    int64_t end = expired && ctx->now < c->expires ? ctx->now : c->expires;

    if (c->kind != CHALLENGE_CONFIRMATION || (!expired && c->state != CHALLENGE_BLOCKED))
        return 0;
    return end + RESOURCE_FAILS_AFTER_MILLIS;
}

int challenge_settle(struct context *ctx, struct challenge *challenge, enum challenge_state outcome)
{
    static int (*const effects[])(struct context * ctx, const struct challenge *c) = {
        [CHALLENGE_STEP_UP] = step_up_settled,
        [CHALLENGE_ENROLMENT] = enrolment_settled,
        [CHALLENGE_LOGIN] = login_settled,
        [CHALLENGE_CONFIRMATION] = confirmation_settled,
    };

    /* weavr-auth.md 3.4: a push that waited while its session was stepped up by a code can only decline */
    challenge->state =
        outcome == CHALLENGE_VERIFIED && challenge->overtaken ? CHALLENGE_DECLINED : outcome;
    challenge->due = due_once_settled(ctx, challenge);
    if (challenge->due != 0)
        schedule_expect(&ctx->gateway->schedule, ctx->realm, &challenges_due, challenge->due);
    int rc = store_challenge_update(ctx->store, challenge);
    return rc < 0 || outcome == CHALLENGE_REPLACED ? rc : effects[challenge->kind](ctx, challenge);
}

int settle_and_reply(struct request *r, struct challenge *challenge, enum challenge_state outcome)
{
    struct context ctx = context_of(r);
    int rc = challenge_settle(&ctx, challenge, outcome);

    return rc < 0 ? rc : reply(r, NULL);
}

int challenge_missed(struct context *ctx, struct challenge *challenge, enum code_result result)
{
    if (result == CODE_WRONG_BLOCKED)
        return challenge_settle(ctx, challenge, CHALLENGE_BLOCKED);
    return store_challenge_update(ctx->store, challenge);
}

int challenge_replace_latest(struct context *ctx, int64_t person, enum challenge_kind kind,
                             enum channel channel)
{
    struct challenge latest;
    int rc = store_challenge_latest(ctx->store, ctx->arena, ctx->realm->id, person, kind, channel,
                                    &latest);

    if (rc < 0 || latest.state != CHALLENGE_PENDING)
        return rc == -ENOENT ? 0 : rc;
    return challenge_settle(ctx, &latest, CHALLENGE_REPLACED);
}

/* ---- what time brings ---- */

#define DUE_AT_ONCE 1000

static int do_what_is_due(struct context *ctx, bool *ret_more)
{
    struct list due;
    int rc =
        store_challenges_due(ctx->store, ctx->arena, ctx->realm->id, ctx->now, DUE_AT_ONCE, &due);

    *ret_more = rc == 0 && due.count > 0;
    for (size_t i = 0; rc == 0 && i < due.count; i++)
        rc = happen(ctx, list_at(&due, i));
    return rc;
}

static int settle_due(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next)
{
    struct context ctx = context_in(g, realm, a, clock_now(&realm->clock));
    bool more = true;
    int rc = 0;

    /* what happened may be due again by now */
    while (rc == 0 && more)
        rc = do_what_is_due(&ctx, &more);
    return rc < 0 ? rc : store_challenge_next_due(g->store, realm->id, ret_next);
}

const struct due_kind challenges_due = {
    .name = "challenges", .next_times = store_challenges_next_times, .act = settle_due};
