/* SPDX-License-Identifier: MIT */
/*
 * Sends webhooks to their receivers (weavr-webhooks.md 1), on the loop of the program:
 * nothing here waits, and no request waits for it.
 */
#ifndef DELIVERY_DELIVERY_H
#define DELIVERY_DELIVERY_H
#include "engine/gateway.h"

struct delivery;

/* Attends to webhooks_due. Never NULL. libcurl is loaded when the first webhook is to be sent, not before. */
struct delivery *delivery_open(struct gateway *g);

/* Readable when there is something for delivery_run to do. */
int delivery_fd(const struct delivery *d);

/* In how many ms delivery_run is to be called at the latest; -1: there is no hurry. */
int delivery_timeout(const struct delivery *d);

/* Goes on with what is under way, and notes what has ended. */
void delivery_run(struct delivery *d);

/* What is under way is cut, and stays to be sent. */
void delivery_close(struct delivery *d);

#endif
