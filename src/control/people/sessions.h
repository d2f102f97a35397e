/* SPDX-License-Identifier: MIT */
/* A session as the control API shows it, in a list or in an event. */
#ifndef CONTROL_PEOPLE_SESSIONS_H
#define CONTROL_PEOPLE_SESSIONS_H

#include "json/views.h"
#include "model/session.h"
#include "model/settings.h"

struct session_row {
    int64_t id;
    int64_t user;
    const char *token_type;
    bool stepped_up;
    int64_t created;
    int64_t last_activity;
    int64_t expires;
    int64_t ended; /* 0: it was not ended */
};

extern const struct field session_fields[];
struct session_row session_row_of(const struct session *session, const struct settings *settings);

#endif
