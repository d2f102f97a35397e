/* SPDX-License-Identifier: MIT */
/* A challenge as the control API shows it, in a list or in an event. */
#ifndef CONTROL_PEOPLE_CHALLENGES_H
#define CONTROL_PEOPLE_CHALLENGES_H

#include "json/views.h"
#include "model/challenge.h"

struct challenge_row {
    int64_t id;
    unsigned kind;
    unsigned channel;
    unsigned state;
    int64_t user;
    int64_t created;
    int64_t expires;
};

extern const struct field challenge_fields[];
struct challenge_row challenge_row_of(const struct challenge *challenge, int64_t now);

#endif
