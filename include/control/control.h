/* SPDX-License-Identifier: MIT */
/* What other modules call of the control API. */
#ifndef CONTROL_CONTROL_H
#define CONTROL_CONTROL_H

#include "engine/gateway.h"

/* Sends what changed to the listeners of events: for gateway_options. */
void feed_publish(struct gateway *g);

/* How many operations of the two gateways were called so far. */
struct coverage_share {
    int64_t used;
    int64_t total;
};

struct coverage_share coverage_share(const struct gateway *g);

#endif
