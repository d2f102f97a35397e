/* SPDX-License-Identifier: MIT */
/*
 * Challenges: issuing, answers of scripted phones, settling, expiry.
 *
 * A challenge leaves PENDING exactly once, by challenge_settle, which applies the outcome as its kind
 * says (challenge_traits). At most one step is due for a challenge, at c->due: while it is pending, the
 * phone's answer or its expiry; once it has ended, its lapse. Steps that are due are processed, at the
 * time they were due, before any request of the realm (challenges_due); so a handler never sees a
 * pending challenge that should have expired.
 *
 * Start reading at challenge_issue and challenge_settle, then process_due.
 */
#include "weavr/challenges.h"

#include "base/names.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "directory/outbox.h"
#include "directory/people_store.h"
#include "directory/sessions.h"
#include "engine/reply.h"

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

/* A device that is being linked shows the code itself; nothing is sent. */
static bool is_device_link(const struct challenge *c)
{
    return c->kind == CHALLENGE_ENROLMENT && c->channel == CHANNEL_BIOMETRIC;
}

static int send_challenge(struct context *ctx, const struct challenge *c, const struct user *user)
{
    const char *purpose = challenge_traits[c->kind]->purpose;
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

/* How a push is answered without anybody's action: the phone's script, else the realm's setting. */
static enum push_outcome scripted_outcome(const struct context *ctx, const struct person *person)
{
    if (person->push_answer == NULL)
        return (enum push_outcome) ctx->realm->settings.push_outcome;
    if (strcmp(person->push_answer, "accept") == 0)
        return PUSH_ACCEPT;
    return strcmp(person->push_answer, "decline") == 0 ? PUSH_DECLINE : PUSH_MANUAL;
}

/* Sets the phone's answer and its time in a challenge that is about to be stored. */
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

/* Takes the step that is due: a pending challenge is answered or expires, an ended one lapses. */
static int process_due(struct context *ctx, struct challenge *c)
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

    return rc < 0 ? rc : challenge_traits[c->kind]->lapsed(ctx, c);
}

/* The longest window of the setting pushQuota. */
#define QUOTA_MILLIS (INT64_C(365) * 86400000)

/* Linking a device and signing in with it are not counted. */
static int count_for_quota(struct context *ctx, const struct challenge *c)
{
    bool counts = challenge_is_push(c) &&
                  (c->kind == CHALLENGE_STEP_UP || c->kind == CHALLENGE_CONFIRMATION ||
                   (c->kind == CHALLENGE_ENROLMENT && c->channel == CHANNEL_AUTHY));

    return counts ? store_push_insert(ctx->store, ctx->realm->id, ctx->now, ctx->now - QUOTA_MILLIS)
                  : 0;
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
        rc = count_for_quota(ctx, challenge);
    if (rc == 0)
        rc = send_challenge(ctx, challenge, user);
    if (rc == 0 && challenge->due > ctx->now)
        schedule_expect(&ctx->gateway->schedule, ctx->realm, &challenges_due, challenge->due);
    return rc == 0 && challenge->due <= ctx->now ? process_due(ctx, challenge) : rc;
}

/* When a challenge that expired or was blocked lapses; 0: never. */
static int64_t lapses_at(const struct context *ctx, const struct challenge *c)
{
    const struct challenge_traits *traits = challenge_traits[c->kind];
    bool expired = c->state == CHALLENGE_EXPIRED;
    int64_t end = expired && ctx->now < c->expires ? ctx->now : c->expires;

    if (traits->lapsed == NULL || (!expired && c->state != CHALLENGE_BLOCKED))
        return 0;
    return end + traits->lapses_after;
}

static void expect_removal(struct context *ctx)
{
    bool many = ++ctx->realm->challenges_settled >= ENDED_UNCOUNTED;
    int64_t kept = ctx->realm->settings.ended_session_seconds * 1000;

    schedule_expect(&ctx->gateway->schedule, ctx->realm, &settled_due,
                    many ? ctx->now : ctx->now + kept);
}

int challenge_settle(struct context *ctx, struct challenge *challenge, enum challenge_state outcome)
{
    /* weavr-auth.md 3.4: a push that was pending when a code stepped up its session is declined */
    challenge->state =
        outcome == CHALLENGE_VERIFIED && challenge->overtaken ? CHALLENGE_DECLINED : outcome;
    challenge->settled = ctx->now;
    challenge->due = lapses_at(ctx, challenge);
    expect_removal(ctx);
    if (challenge->due != 0)
        schedule_expect(&ctx->gateway->schedule, ctx->realm, &challenges_due, challenge->due);
    int rc = store_challenge_update(ctx->store, challenge);
    return rc < 0 || outcome == CHALLENGE_REPLACED
               ? rc
               : challenge_traits[challenge->kind]->settled(ctx, challenge);
}

int settle_and_reply(struct request *r, struct challenge *challenge, enum challenge_state outcome)
{
    struct context ctx = context_of(r);
    int rc = challenge_settle(&ctx, challenge, outcome);

    return rc < 0 ? rc : reply(r, NULL);
}

int challenge_record_wrong_code(struct context *ctx, struct challenge *challenge,
                                enum code_result result)
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

    if (rc < 0 || !challenge_is_pending(&latest, ctx->now))
        return rc == -ENOENT ? 0 : rc;
    return challenge_settle(ctx, &latest, CHALLENGE_REPLACED);
}

/* ---- what is due ---- */

/* Reduces `left` by the number of challenges; there may be none. */
static int process_due_batch(struct context *ctx, int64_t *left)
{
    struct list due;
    int rc = store_challenges_due(ctx->store, ctx->arena, ctx->realm->id, ctx->now, *left, &due);

    for (size_t i = 0; rc == 0 && i < due.count; i++)
        rc = process_due(ctx, list_at(&due, i));
    *left = rc < 0 || due.count == 0 ? 0 : *left - (int64_t) due.count;
    return rc;
}

static int process_due_piece(struct gateway *g, struct realm *realm, struct arena *a,
                             int64_t *ret_next)
{
    struct context ctx = context_in(g, realm, a, clock_now(&realm->clock));
    int64_t left = DUE_PIECE;
    int rc = 0;

    /* a processed challenge may be due again by now */
    while (rc == 0 && left > 0)
        rc = process_due_batch(&ctx, &left);
    return rc < 0 ? rc : store_challenge_next_due(g->store, realm->id, ret_next);
}

const struct due_kind challenges_due = {
    .name = "challenges", .next_times = store_challenges_next_times, .act = process_due_piece};
