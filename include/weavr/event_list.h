/* SPDX-License-Identifier: MIT */
/* The events that the programme's webhook receives (weavr-webhooks.md 2 and 3). */
#ifndef WEAVR_EVENT_LIST_H
#define WEAVR_EVENT_LIST_H

#include "directory/context.h"
#include "engine/family.h"

/* All of them, by the numbers below; `path` NULL ends the list. */
extern const struct event weavr_events[];

enum event_number {
    EVENT_LOGIN,
    EVENT_STEP_UP,
    EVENT_FACTOR,
    EVENT_KYC,
    EVENT_KYB,
    EVENT_BENEFICIARY,
    EVENT_USER_DEACTIVATED,
    EVENT_CONSUMER_DEACTIVATED,
    EVENT_CONSUMER_ACTIVATED,
    EVENT_CORPORATE_DEACTIVATED,
    EVENT_CORPORATE_ACTIVATED,
    EVENT_ACCOUNT,
    EVENT_DEPOSIT,
    EVENT_LOW_BALANCE,
    EVENT_TRANSFER,
    EVENT_SEND,
    EVENTS_COUNT
};

/* What was used to sign in. */
enum login_type { LOGIN_PASSWORD, LOGIN_TOKEN };

/* Adds an event to the outbox; its view shows `data`. `challenge` 0: it is about none. */
int event_publish(struct context *ctx, enum event_number number, int64_t challenge,
                  const void *data);

/* Its kind in the outbox: the last part of its path before "/watch". */
const char *event_kind(struct arena *a, const struct event *event);

#endif
