/* SPDX-License-Identifier: MIT */
/* Addresses and numbers of users, and what their changes leave behind. */
#include "store/contacts.h"

#include "query.h"
#include "users.h"

int store_contact_find(struct store *s, struct arena *a, int64_t user, struct contact *ret)
{
    QUERY(q, s, USER_CONTACT, INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct contact){
            .email_pending = column_text(&q, 0, a),
            .email_changed = column_int(&q, 1),
            .held_from = column_int(&q, 2),
            .mobile_changes = column_int(&q, 3),
            .mobile_alert = column_text(&q, 4, a),
        };
    return rc;
}

int store_email_is_taken(struct store *s, int64_t realm, const char *email, int64_t user, bool *ret)
{
    QUERY(q, s, EMAIL_IS_TAKEN, INT_ARG(realm), TEXT_ARG(email), INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0) != 0;
    return rc;
}

int store_user_find_by_pending_email(struct store *s, struct arena *a, int64_t realm,
                                     const char *email, struct user *ret)
{
    QUERY(q, s, USER_BY_PENDING_EMAIL, INT_ARG(realm), TEXT_ARG(email));

    return user_read_one(&q, a, ret);
}

int store_email_propose(struct store *s, int64_t user, const char *email, int64_t now)
{
    QUERY(q, s, USER_EMAIL_PROPOSE, INT_ARG(user), TEXT_ARG(email), INT_ARG(now));

    return query_change(&q);
}

int store_email_adopt(struct store *s, int64_t user)
{
    QUERY(q, s, USER_EMAIL_ADOPT, INT_ARG(user));

    return query_change(&q);
}

int store_email_share(struct store *s, const struct user *user, const char *email)
{
    QUERY(q, s, USER_EMAIL_SHARE, INT_ARG(user->realm), INT_ARG(user->person),
          TEXT_ARG(user->email), TEXT_ARG(email));

    return query_run(&q);
}

int store_numbers_hold(struct store *s, int64_t realm, int64_t person, int64_t now)
{
    QUERY(q, s, PERSON_NUMBERS_HOLD, INT_ARG(realm), INT_ARG(person), INT_ARG(now));

    return query_change(&q);
}

int store_mobile_change(struct store *s, int64_t user, const char *country_code, const char *number)
{
    QUERY(q, s, USER_MOBILE_CHANGE, INT_ARG(user), TEXT_ARG(country_code), TEXT_ARG(number));

    return query_change(&q);
}

int store_mobile_changes_set(struct store *s, int64_t user, int64_t count)
{
    QUERY(q, s, USER_MOBILE_CHANGES, INT_ARG(user), INT_ARG(count));

    return query_change(&q);
}

int store_mobile_verified(struct store *s, int64_t user)
{
    QUERY(q, s, USER_MOBILE_VERIFIED, INT_ARG(user));

    return query_change(&q);
}
