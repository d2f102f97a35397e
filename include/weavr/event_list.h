/* SPDX-License-Identifier: MIT */
/* The events that the programme may hear of by its webhook (weavr-webhooks.md 2 and 3). */
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
    EVENTS_COUNT
};

/* What somebody signs in with. */
enum login_type { LOGIN_PASSWORD, LOGIN_TOKEN };

/* Into the outbox, with what its view shows of `data`. `challenge` 0: it is about none. */
int event_publish(struct context *ctx, enum event_number number, int64_t challenge,
                  const void *data);

/* Its kind in the outbox: the last part of its path, but for "watch". */
const char *event_kind(struct arena *a, const struct event *event);

#endif
