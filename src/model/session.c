/* SPDX-License-Identifier: MIT */
/* Names of session kinds; when a session ends. */
#include "model/session.h"

#include <string.h>

static const struct {
    const char *name;
    const char *token_type;
} kinds[] = {
    [SESSION_ACCESS] = {"ACCESS", "ACCESS"},
    [SESSION_AUTH] = {"AUTH", "AUTH"},
    [SESSION_AUTH_BIOMETRIC] = {"AUTH_BIOMETRIC", "AUTH"},
    [SESSION_PASSWORD_EXPIRED] = {"PASSWORD_EXPIRED", "PASSWORD_EXPIRED"},
    [SESSION_IMPERSONATION] = {"IMPERSONATION", "IMPERSONATION"},
    [SESSION_CLIENT] = {"CLIENT", "CLIENT"},
    [SESSION_CUSTOMER] = {"CUSTOMER", "CUSTOMER"},
    [SESSION_OPEN_BANKING] = {"OPEN_BANKING", "OPEN_BANKING"},
};

const char *session_kind_name(enum session_kind kind)
{
    return kinds[kind].name;
}

enum session_kind session_kind_of(const char *name)
{
    size_t kind = 0;

    /* the column's CHECK allows no other name */
    while (kind + 1 < ARRAY_SIZE(kinds) && strcmp(kinds[kind].name, name) != 0)
        kind++;
    return (enum session_kind) kind;
}

const char *session_token_type(enum session_kind kind)
{
    return kinds[kind].token_type;
}

int64_t session_deadline(const struct session *s, const struct settings *settings)
{
    return s->expires != 0 ? s->expires : s->last_activity + settings->session_idle_seconds * 1000;
}

bool session_is_live(const struct session *s, const struct settings *settings, int64_t now)
{
    if (s->ended != 0)
        return false;
    int64_t deadline = session_deadline(s, settings);

    /* control.md 6: idle for longer than the limit, but expired exactly at the expiry */
    return s->expires != 0 ? now < deadline : now <= deadline;
}

bool session_is_remembered(const struct session *s, const struct settings *settings, int64_t now)
{
    int64_t end = s->ended != 0 ? s->ended : session_deadline(s, settings);

    return now < end + settings->ended_session_seconds * 1000;
}

bool session_is_suspended(const struct session *s)
{
    return s->kind == SESSION_ACCESS && !s->identity_active;
}
