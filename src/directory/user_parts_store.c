/* SPDX-License-Identifier: MIT */
/* Parts of a user that struct user doesn't have. */
#include "directory/user_parts_store.h"

#include "store/query.h"

int store_user_email_state(struct store *s, struct arena *a, int64_t user, struct email_state *ret)
{
    QUERY(q, s, USER_EMAIL_STATE, INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct email_state){
            .proved = column_int(&q, 0) != 0,
            .released = column_int(&q, 1) != 0,
            .shared = column_int(&q, 2) != 0,
            .code = column_text(&q, 3, a),
            .deadline = column_int(&q, 4),
            .pending = column_text(&q, 5, a),
            .changed = column_int(&q, 6),
        };
    return rc;
}

int store_user_mobile_history(struct store *s, struct arena *a, int64_t user,
                              struct mobile_history *ret)
{
    QUERY(q, s, USER_MOBILE_HISTORY, INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct mobile_history){column_text(&q, 0, a), column_int(&q, 1), column_int(&q, 2)};
    return rc;
}

int store_user_invitation(struct store *s, struct arena *a, int64_t user, struct invitation *ret)
{
    QUERY(q, s, USER_INVITATION, INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret =
            (struct invitation){column_text(&q, 0, a), column_int(&q, 1), column_int(&q, 2) != 0};
    return rc;
}

int store_user_recovery(struct store *s, struct arena *a, int64_t user, struct recovery *ret)
{
    QUERY(q, s, USER_RECOVERY, INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct recovery){column_text(&q, 0, a), column_int(&q, 1)};
    return rc;
}

int store_user_diligence(struct store *s, int64_t user, const char **ret)
{
    QUERY(q, s, USER_DILIGENCE, INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = diligence_names[column_name(&q, 0, diligence_names)];
    return rc;
}

int store_user_details(struct store *s, struct arena *a, int64_t user, const char **ret)
{
    QUERY(q, s, USER_DETAILS, INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_text(&q, 0, a);
    return rc;
}

int store_user_set_names(struct store *s, int64_t user, const char *name, const char *surname)
{
    QUERY(q, s, USER_SET_NAMES, INT_ARG(user), TEXT_ARG(name), TEXT_ARG(surname));

    return query_change(&q);
}

int store_user_set_details(struct store *s, int64_t user, const char *details)
{
    QUERY(q, s, USER_SET_DETAILS, INT_ARG(user), TEXT_ARG(details));

    return query_change(&q);
}

int store_user_set_email(struct store *s, int64_t user, const char *email)
{
    QUERY(q, s, USER_SET_EMAIL, INT_ARG(user), TEXT_ARG(email));

    return query_change(&q);
}

int store_user_move_email(struct store *s, int64_t user, const char *email, int64_t now)
{
    QUERY(q, s, USER_MOVE_EMAIL, INT_ARG(user), TEXT_ARG(email), INT_ARG(now));

    return query_change(&q);
}

int store_user_propose_email(struct store *s, int64_t user, const char *email, int64_t now)
{
    QUERY(q, s, USER_PROPOSE_EMAIL, INT_ARG(user), TEXT_ARG(email), INT_ARG(now));

    return query_change(&q);
}

int store_user_set_mobile(struct store *s, const struct user *u, const struct mobile_history *h)
{
    QUERY(q, s, USER_SET_MOBILE, INT_ARG(u->id), TEXT_ARG(u->mobile_country_code),
          TEXT_ARG(u->mobile_number), TEXT_ARG(h->former), INT_ARG(h->changes));

    return query_change(&q);
}

int store_user_set_mobile_changes(struct store *s, int64_t user, int64_t changes)
{
    QUERY(q, s, USER_SET_MOBILE_CHANGES, INT_ARG(user), INT_ARG(changes));

    return query_change(&q);
}

int store_user_invited(struct store *s, int64_t user, const char *code, int64_t deadline)
{
    QUERY(q, s, USER_INVITED, INT_ARG(user), TEXT_ARG(code), INT_ARG(deadline));

    return query_change(&q);
}

int store_user_invite_consumed(struct store *s, int64_t user)
{
    QUERY(q, s, USER_INVITE_CONSUMED, INT_ARG(user));

    return query_change(&q);
}

int store_user_set_diligence(struct store *s, int64_t user, const char *diligence)
{
    QUERY(q, s, USER_SET_DILIGENCE, INT_ARG(user), TEXT_ARG(diligence));

    return query_change(&q);
}

int store_user_recovered(struct store *s, int64_t realm, int64_t person, int64_t now)
{
    QUERY(q, s, USER_RECOVERED, INT_ARG(realm), INT_ARG(person), INT_ARG(now));

    return query_change(&q);
}

int store_user_set_email_code(struct store *s, int64_t user, const char *code, int64_t deadline)
{
    QUERY(q, s, USER_EMAIL_CODE, INT_ARG(user), TEXT_ARG(code), INT_ARG(deadline));

    return query_change(&q);
}

int store_user_set_email_verified(struct store *s, int64_t user, bool verified)
{
    QUERY(q, s, USER_EMAIL_VERIFIED, INT_ARG(user), INT_ARG(verified));

    return query_change(&q);
}

int store_user_mobile_verified(struct store *s, int64_t user)
{
    QUERY(q, s, USER_MOBILE_VERIFIED, INT_ARG(user));

    return query_change(&q);
}

int store_email_share(struct store *s, const struct user *user, const char *email)
{
    QUERY(q, s, USER_EMAIL_SHARE, INT_ARG(user->realm), INT_ARG(user->person),
          TEXT_ARG(user->email), TEXT_ARG(email));

    return query_run(&q);
}

int store_user_set_lost_password(struct store *s, const struct user *user, const char *nonce,
                                 int64_t deadline)
{
    QUERY(q, s, USER_LOST_PASSWORD, INT_ARG(user->realm), INT_ARG(user->person), INT_ARG(user->id),
          TEXT_ARG(nonce), INT_ARG(deadline));

    return query_change(&q);
}
