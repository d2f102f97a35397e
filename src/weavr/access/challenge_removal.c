/* SPDX-License-Identifier: MIT */
/*
 * Removing settled challenges. What later requests depend on stays: a session's step-ups limit further
 * ones (weavr-auth.md 2.2.1, 2.2.3), and pushes count for the quotas of a year, or of all time.
 */
#include "directory/sessions.h"
#include "store/realms.h"
#include "weavr/challenges.h"

/* The longest window of the setting pushQuota. */
#define QUOTA_MILLIS (INT64_C(365) * 86400000)

/* As CHALLENGES_PUSHED counts them. */
static bool counts_for_quota(const struct challenge *c)
{
    return challenge_is_push(c) && (c->kind == CHALLENGE_STEP_UP || c->kind == CHALLENGE_CONFIRMATION ||
                                    (c->kind == CHALLENGE_ENROLMENT && c->channel == CHANNEL_AUTHY));
}

/* Notes in the session what its further step-ups depend on; older challenges are removed first. */
static int note_step_up(struct store *s, const struct challenge *c)
{
    if (c->kind != CHALLENGE_STEP_UP)
        return 0;
    if (!challenge_is_push(c))
        return store_session_note_code(s, c);
    return c->state == CHALLENGE_VERIFIED || c->state == CHALLENGE_DECLINED
               ? store_session_note_push(s, c)
               : 0;
}

static int remove_challenge(struct context *ctx, const struct challenge *c)
{
    int rc = note_step_up(ctx->store, c);

    if (rc == 0 && counts_for_quota(c))
        rc = store_push_add(ctx->store, ctx->realm->id, c->created);
    return rc < 0 ? rc : store_challenge_delete(ctx->store, c->id);
}

/* Removes the oldest that were settled at that time or before. */
static int remove_settled(struct context *ctx, int64_t settled, int64_t most, int64_t *ret)
{
    struct list found;
    int rc =
        store_challenges_settled(ctx->store, ctx->arena, ctx->realm->id, settled, most, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++)
        rc = remove_challenge(ctx, list_at(&found, i));
    *ret = (int64_t) found.count;
    return rc == 0 && found.count > 0 ? store_realm_mark_tokens(ctx->store, ctx->realm->id, true) : rc;
}

static int remove_surplus(struct context *ctx, int64_t *ret)
{
    int64_t count;
    int rc = store_challenges_settled_count(ctx->store, ctx->realm->id, ENDED_MOST + DUE_PIECE,
                                            &count);

    *ret = 0;
    ctx->realm->challenges_settled = 0;
    if (rc < 0 || count <= ENDED_MOST)
        return rc;
    return remove_settled(ctx, INT64_MAX, count - ENDED_MOST, ret);
}

static int64_t add_or_never(int64_t time, int64_t millis)
{
    return time == INT64_MAX ? time : time + millis;
}

static int process_piece(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next)
{
    struct context ctx = context_in(g, realm, a, clock_now(&realm->clock));
    int64_t kept = realm->settings.ended_session_seconds * 1000;
    int64_t old;
    int64_t surplus = 0;
    int64_t first;
    int64_t full;
    int rc = remove_settled(&ctx, ctx.now - kept, DUE_PIECE, &old);

    if (rc == 0)
        rc = remove_surplus(&ctx, &surplus);
    if (rc == 0)
        rc = store_pushes_join(ctx.store, realm->id, ctx.now - QUOTA_MILLIS, DUE_PIECE);
    if (rc == 0)
        rc = store_challenges_settled_next(ctx.store, realm->id, DUE_PIECE, &first, &full);
    if (rc < 0)
        return rc;
    *ret_next = old == DUE_PIECE || surplus == DUE_PIECE
                    ? ctx.now
                    : due_in_pieces(add_or_never(first, kept), add_or_never(full, kept), ctx.now);
    return 0;
}

const struct due_kind settled_due = {.name = "settled challenges",
                                     .next_times = store_challenges_settled_next_times,
                                     .act = process_piece};
