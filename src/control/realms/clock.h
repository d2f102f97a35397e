/* SPDX-License-Identifier: MIT */
/* A realm's clock as the control API shows it. */
#ifndef CONTROL_REALMS_CLOCK_H
#define CONTROL_REALMS_CLOCK_H

#include "engine/gateway.h"
#include "json/views.h"

struct clock_answer {
    int64_t now;
    int64_t offset;
    bool frozen;
};

extern const struct field clock_fields[];
struct clock_answer clock_answer_of(const struct gateway *g, const struct clock *clock);

#endif
