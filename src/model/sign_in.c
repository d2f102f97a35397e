/* SPDX-License-Identifier: MIT */
/* Who may sign in. */
#include "model/sign_in.h"

#include "model/password.h"

/* Root users of corporates need not verify their address yet (weavr-auth.md 2.1.1 row 13). */
static bool needs_verified_email(const struct user *u)
{
    return u->type == USER_ROOT && u->identity_type == IDENTITY_CONSUMER;
}

static enum sign_in_bar password_bar(const struct sign_in *s)
{
    if (s->person->password_hash == NULL)
        return BARRED_WITHOUT_PASSWORD;
    if (needs_verified_email(s->user) && !s->user->email_verified)
        return BARRED_BY_EMAIL;
    return password_matches(s->person->password_hash, s->password) ? NOT_BARRED
                                                                   : BARRED_BY_WRONG_PASSWORD;
}

enum sign_in_bar sign_in_bar(const struct sign_in *s, const struct settings *settings, int64_t now)
{
    bool by_password = s->password != NULL;

    if (person_is_locked(s->person, now))
        return BARRED_BY_LOCK;
    enum sign_in_bar bar = by_password ? password_bar(s) : NOT_BARRED;

    if (bar != NOT_BARRED)
        return bar;
    if (!s->active)
        return BARRED_BY_DEACTIVATION;
    return by_password && person_password_is_expired(s->person, settings, now) ? BARRED_BY_EXPIRY
                                                                               : NOT_BARRED;
}
