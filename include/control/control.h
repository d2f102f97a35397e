/* SPDX-License-Identifier: MIT */
/* What the control API gives the rest of the program. */
#ifndef CONTROL_CONTROL_H
#define CONTROL_CONTROL_H
#include "engine/gateway.h"

/* Tells those who listen what is new: for gateway_options. */
void feed_publish(struct gateway *g);

/* How many of the gateways' operations requests have called so far. */
struct coverage_share {
    int64_t used;
    int64_t total;
};

struct coverage_share coverage_share(const struct gateway *g);

#endif
