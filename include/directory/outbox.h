/* SPDX-License-Identifier: MIT */
/* Adding messages and webhook events to the outbox. 0 or a negative errno. */
#ifndef DIRECTORY_OUTBOX_H
#define DIRECTORY_OUTBOX_H

#include "directory/context.h"
#include "directory/outbox_store.h"

/* Adds a message to the outbox; sets its id and time. */
int message_send(struct context *ctx, struct message *message);

/* The same for an event; sets channel and delivery, too. It is delivered if the realm has a webhookUrl. */
int webhook_send(struct context *ctx, struct message *message);

/* Attempts to deliver; the delivery module attends to them (schedule_set_handler). */
extern const struct due_kind webhooks_due;

#endif
