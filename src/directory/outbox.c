/* SPDX-License-Identifier: MIT */
/* Messages into the outbox, and events to the realm's webhook. */
#include "directory/outbox.h"

/* The outbox is cut once it is so much too large: many rows at once cost less, too many a pause. */
#define CUT_AT_ONCE 64

static int cut_outbox(struct context *ctx)
{
    int64_t most = ctx->realm->settings.outbox_size;
    int64_t *count = &ctx->realm->outbox_count;
    int rc = 0;

    if (*count == COUNT_UNKNOWN)
        rc = store_messages_count(ctx->store, ctx->realm->id, count);
    else
        (*count)++;
    if (rc < 0 || *count < most + CUT_AT_ONCE)
        return rc;
    rc = store_messages_drop(ctx->store, ctx->realm->id, *count - most);
    *count = most;
    return rc;
}

int message_send(struct context *ctx, struct message *message)
{
    message->id = id_next(ctx->ids);
    message->at = ctx->now;
    ctx->realm->event_count++;
    ctx->gateway->event_count++;
    int rc = store_message_insert(ctx->store, ctx->realm->id, message);

    return rc < 0 ? rc : cut_outbox(ctx);
}

const struct due_kind webhooks_due = {.name = "webhooks", .next_times = store_messages_next_times};

int webhook_send(struct context *ctx, struct message *message)
{
    message->channel = "WEBHOOK";
    if (ctx->realm->settings.webhook_url != NULL) {
        message->delivery = DELIVERY_PENDING;
        message->next_attempt = ctx->now;
        schedule_expect(&ctx->gateway->schedule, ctx->realm, &webhooks_due, ctx->now);
    }
    return message_send(ctx, message);
}
