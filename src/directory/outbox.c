/* SPDX-License-Identifier: MIT */
/* Adding messages and webhook events to the outbox. */
#include "directory/outbox.h"

/* Trim in batches of 64: cheap, and short enough not to stall requests. */
#define TRIM_BATCH_SIZE 64

static int outbox_trim(struct context *ctx)
{
    int64_t most = ctx->realm->settings.outbox_size;
    int64_t *count = &ctx->realm->outbox_count;
    int rc = 0;

    if (*count == COUNT_UNKNOWN)
        rc = store_messages_count(ctx->store, ctx->realm->id, count);
    else
        (*count)++;
    if (rc < 0 || *count < most + TRIM_BATCH_SIZE)
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

    return rc < 0 ? rc : outbox_trim(ctx);
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
