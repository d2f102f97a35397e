/* SPDX-License-Identifier: MIT */
/*
 * Removing settled challenges. What the step-ups of a live session depend on is noted in the session: they limit
 * further ones (weavr-auth.md 2.2.1, 2.2.3).
 */
#include "directory/sessions.h"
#include "store/realms.h"
#include "weavr/challenges.h"

#include <errno.h>

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

    return rc < 0 ? rc : store_challenge_delete(ctx->store, c->id);
}

/* Removes the oldest up to `last`. */
static int remove_settled(struct context *ctx, const struct challenge *last, int64_t *ret)
{
    struct list found;
    int rc =
        store_challenges_settled(ctx->store, ctx->arena, ctx->realm->id, last, DUE_PIECE, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++)
        rc = remove_challenge(ctx, list_at(&found, i));
    *ret = (int64_t) found.count;
    return rc == 0 && found.count > 0 ? store_realm_mark_tokens(ctx->store, ctx->realm->id, true)
                                      : rc;
}

static int remove_surplus(struct context *ctx, int64_t *ret)
{
    struct challenge last;
    int rc = store_challenges_surplus(ctx->store, ctx->arena, ctx->realm->id, ENDED_MOST, &last);

    *ret = 0;
    ctx->realm->challenges_settled = 0;
    if (rc < 0)
        return rc == -ENOENT ? 0 : rc;
    return remove_settled(ctx, &last, ret);
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
    int64_t first = INT64_MAX;
    int64_t full = INT64_MAX;
    const struct challenge last = {.settled = ctx.now - kept, .id = INT64_MAX};
    int rc = remove_settled(&ctx, &last, &old);

    if (rc == 0)
        rc = remove_surplus(&ctx, &surplus);
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
