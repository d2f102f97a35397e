/* SPDX-License-Identifier: MIT */
/*
 * What time does to sessions. Whether a session is live, and whether it is remembered, follows from its
 * row and the time alone (model/session.h). Here the rows follow: those of dead sessions are marked as
 * ended, so that look-ups don't walk them, and deleted later. Each look does one piece of that.
 */
#include "directory/context.h"
#include "directory/sessions.h"
#include "directory/sessions_store.h"

#include <errno.h>

static int64_t idle_millis(const struct context *ctx)
{
    return ctx->realm->settings.session_idle_seconds * 1000;
}

static int64_t kept_millis(const struct context *ctx)
{
    return ctx->realm->settings.ended_session_seconds * 1000;
}

/* `ret` is how many sessions it was time for. */
static int mark_ended(struct context *ctx, int64_t *ret)
{
    int64_t idle;
    int64_t expired = 0;
    int rc = store_sessions_lapse_idle(ctx->store, ctx->arena, ctx->realm->id, ctx->now,
                                       idle_millis(ctx), DUE_PIECE, &idle);

    if (rc == 0)
        rc = store_sessions_lapse_expired(ctx->store, ctx->arena, ctx->realm->id, ctx->now,
                                          DUE_PIECE, &expired);
    *ret = idle > expired ? idle : expired;
    return rc;
}

static int delete_old(struct context *ctx, int64_t *ret)
{
    const struct session_end last = {ctx->now - kept_millis(ctx), INT64_MAX};

    return store_sessions_remove(ctx->store, ctx->realm->id, &last, DUE_PIECE, ret);
}

/* Deletes the oldest of those that are too many. */
static int delete_surplus(struct context *ctx, int64_t *ret)
{
    struct session_end last;
    int rc = store_sessions_surplus(ctx->store, ctx->realm->id, ENDED_MOST, &last);

    *ret = 0;
    ctx->realm->sessions_ended = 0;
    if (rc < 0)
        return rc == -ENOENT ? 0 : rc;
    return store_sessions_remove(ctx->store, ctx->realm->id, &last, DUE_PIECE, ret);
}

static int64_t earliest(const struct context *ctx, const struct session_times *times)
{
    const int64_t ends[] = {
        times->last_activity == INT64_MAX ? INT64_MAX : times->last_activity + idle_millis(ctx) + 1,
        times->expires,
        times->ended == INT64_MAX ? INT64_MAX : times->ended + kept_millis(ctx),
    };
    int64_t ret = INT64_MAX;

    for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
        if (ends[i] < ret)
            ret = ends[i];
    }
    return ret;
}

static int next_look(struct context *ctx, int64_t *ret)
{
    struct session_times times[2]; /* of the first sessions, and of those that fill a piece */
    int rc = store_sessions_next(ctx->store, ctx->realm->id, DUE_PIECE, times);

    if (rc == 0)
        *ret = due_in_pieces(earliest(ctx, &times[0]), earliest(ctx, &times[1]), ctx->now);
    return rc;
}

static int process_piece(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next)
{
    struct context ctx = context_in(g, realm, a, clock_now(&realm->clock));
    int64_t done[3] = {0};
    int rc = mark_ended(&ctx, &done[0]);

    if (rc == 0)
        rc = delete_old(&ctx, &done[1]);
    if (rc == 0)
        rc = delete_surplus(&ctx, &done[2]);
    *ret_next = ctx.now;
    if (rc < 0 || done[0] == DUE_PIECE || done[1] == DUE_PIECE || done[2] == DUE_PIECE)
        return rc;
    return next_look(&ctx, ret_next);
}

const struct due_kind sessions_due = {
    .name = "sessions", .next_times = store_sessions_next_times, .act = process_piece};
