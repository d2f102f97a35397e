/* SPDX-License-Identifier: MIT */
/*
 * Delivers webhooks from the outbox to their receivers (weavr-webhooks.md 1) in the loop of the
 * program, without blocking. What is to be sent, and when, is in the database, so deliveries
 * survive a restart. Start reading at delivery_run in webhooks.c.
 */
#ifndef DELIVERY_DELIVERY_H
#define DELIVERY_DELIVERY_H

#include "engine/gateway.h"

struct delivery;

/* Attends to webhooks_due. Never NULL. libcurl is loaded when the first webhook is due. */
struct delivery *delivery_open(struct gateway *g);

/* Readable when delivery_run has something to do. */
int delivery_fd(const struct delivery *d);

/* The time until delivery_run must be called, in ms; -1: unlimited. */
int delivery_timeout(const struct delivery *d);

/* Continues running attempts, records finished ones. */
void delivery_run(struct delivery *d);

/* Aborts running attempts, which will be repeated. */
void delivery_close(struct delivery *d);

#endif
