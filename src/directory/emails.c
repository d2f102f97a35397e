/* SPDX-License-Identifier: MIT */
/* Addresses that take the place of others. */
#include "directory/emails.h"

#include "directory/users_store.h"

int email_adopt(struct scene *s, struct user *user)
{
    int rc = user->email_shared ? 0 : store_email_share(s->store, user, user->email_pending);

    user->email = user->email_pending;
    user->email_pending = NULL;
    user->email_released = false;
    user->email_shared = false;
    return rc;
}

int email_replace(struct scene *s, int64_t id, const char *email)
{
    struct user user = {.id = 0};
    int rc = store_user_find(s->store, s->arena, id, &user);

    if (rc < 0)
        return rc;
    user.email_pending = email;
    rc = email_adopt(s, &user);
    if (rc == 0)
        rc = store_user_update(s->store, &user);
    return rc < 0 ? rc
                  : store_user_set_email_code(
                        s->store, id, NULL,
                        s->now + s->realm->settings.email_verification_seconds * 1000);
}
