/* SPDX-License-Identifier: MIT */
/* The rules for locks and the expiry of passwords. */
#include "model/person.h"

const char *const identity_type_names[] = {"CONSUMER", "CORPORATE", NULL};
const char *const user_type_names[] = {"ROOT", "USER", NULL};

bool person_is_locked(const struct person *p, int64_t now)
{
    return p->locked_until != 0 && now < p->locked_until;
}

int64_t person_locked_seconds(const struct person *p, int64_t now)
{
    return (p->locked_until - now + 999) / 1000;
}

int64_t person_password_expiry(const struct person *p, const struct settings *settings)
{
    return settings->password_seconds == 0 ? 0
                                           : p->password_set + settings->password_seconds * 1000;
}

bool person_password_is_expired(const struct person *p, const struct settings *settings,
                                int64_t now)
{
    int64_t expiry = person_password_expiry(p, settings);

    return p->password_expired || (expiry != 0 && now >= expiry);
}

void person_login_failed(struct person *p, const struct settings *settings, int64_t now)
{
    /* after a lock has ended the count starts at zero */
    if (p->locked_until != 0 && now >= p->locked_until)
        person_login_succeeded(p);
    p->failed_logins++;
    if (p->failed_logins >= settings->login_failures_to_lock)
        p->locked_until = now + settings->lock_seconds * 1000;
}

void person_login_succeeded(struct person *p)
{
    p->failed_logins = 0;
    p->locked_until = 0;
}
