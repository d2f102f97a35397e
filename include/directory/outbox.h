/* SPDX-License-Identifier: MIT */
/* Messages into the outbox, and events to the realm's webhook. 0 or a negative errno. */
#ifndef DIRECTORY_OUTBOX_H
#define DIRECTORY_OUTBOX_H

#include "directory/context.h"
#include "directory/outbox_store.h"

/* A message into the outbox; id and time are set here. */
int message_send(struct context *ctx, struct message *message);

/* The same to the realm's webhookUrl, if it has one: channel and delivery are set here, too. */
int webhook_send(struct context *ctx, struct message *message);

/* The attempts to send these; whoever sends attends to them (schedule_attend). */
extern const struct due_kind webhooks_due;

#endif
