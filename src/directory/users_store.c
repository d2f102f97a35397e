/* SPDX-License-Identifier: MIT */
/* Users and factors. */
#include "directory/users_store.h"

#include "store/query.h"

#include <errno.h>

static void read_user(const struct query *q, struct arena *a, struct user *ret)
{
    *ret = (struct user){
        .id = column_int(q, 0),
        .realm = column_int(q, 1),
        .identity = column_int(q, 2),
        .person = column_int(q, 3),
        .type = (enum user_type) column_name(q, 4, user_type_names),
        .email = column_text(q, 5, a),
        .email_verified = column_int(q, 6) != 0,
        .name = column_text(q, 7, a),
        .surname = column_text(q, 8, a),
        .mobile_country_code = column_text(q, 9, a),
        .mobile_number = column_text(q, 10, a),
        .mobile_verified = column_int(q, 11) != 0,
        .active = column_int(q, 12) != 0,
        .identity_type = (enum identity_type) column_name(q, 13, identity_type_names),
        .identity_active = column_int(q, 14) != 0,
    };
}

static void read_record(const struct query *q, struct arena *a, struct user_record *ret)
{
    *ret = (struct user_record){
        .email_deadline = column_int(q, 15),
        .email_released = column_int(q, 16) != 0,
        .email_shared = column_int(q, 17) != 0,
        .mobile_changes = column_int(q, 18),
        .invite_consumed = column_int(q, 19) != 0,
        .diligence = diligence_names[column_name(q, 20, diligence_names)],
        .details = column_text(q, 21, a),
        .created = column_int(q, 22),
    };
    read_user(q, a, &ret->user);
}

int store_user_insert(struct store *s, const struct user_record *r)
{
    const struct user *u = &r->user;

    QUERY(q, s, USER_INSERT, INT_ARG(u->id), INT_ARG(u->realm), INT_ARG(u->identity),
          INT_ARG(u->person), TEXT_ARG(user_type_names[u->type]), TEXT_ARG(u->email),
          INT_ARG(u->email_verified), INT_ARG(r->email_deadline), INT_ARG(r->email_released),
          INT_ARG(r->email_shared), TEXT_ARG(u->name), TEXT_ARG(u->surname),
          TEXT_ARG(u->mobile_country_code), TEXT_ARG(u->mobile_number), INT_ARG(u->mobile_verified),
          INT_ARG(u->active), INT_ARG(r->created), TEXT_ARG(r->details), INT_ARG(r->mobile_changes),
          INT_ARG(r->invite_consumed), TEXT_ARG(r->diligence));

    return query_run(&q);
}

static int read_one(struct query *q, struct arena *a, struct user *ret)
{
    int rc = query_step(q);

    if (rc == 0)
        read_user(q, a, ret);
    return rc;
}

int store_user_find(struct store *s, struct arena *a, int64_t id, struct user *ret)
{
    QUERY(q, s, USER_BY_ID, INT_ARG(id));

    return read_one(&q, a, ret);
}

int store_user_id_taken(struct store *s, int64_t realm, int64_t id, bool *ret)
{
    QUERY(q, s, USER_ID_TAKEN, INT_ARG(id), INT_ARG(realm));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0) != 0;
    return rc;
}

int store_user_find_by_email(struct store *s, struct arena *a, int64_t realm, const char *email,
                             struct user *ret)
{
    QUERY(q, s, USER_BY_EMAIL, INT_ARG(realm), TEXT_ARG(email));

    return read_one(&q, a, ret);
}

int store_user_find_by_mobile(struct store *s, struct arena *a, int64_t realm, const char *mobile,
                              struct user *ret)
{
    QUERY(q, s, USERS_BY_MOBILE, INT_ARG(realm), TEXT_ARG(mobile));

    return read_one(&q, a, ret);
}

int store_user_find_in(struct store *s, struct arena *a, int64_t realm, int64_t person,
                       int64_t identity, struct user *ret)
{
    QUERY(q, s, USER_IN_IDENTITY, INT_ARG(realm), INT_ARG(person), INT_ARG(identity));

    return read_one(&q, a, ret);
}

int store_users_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          int64_t most, struct list *ret)
{
    QUERY(q, s, USERS_OF_PERSON, INT_ARG(realm), INT_ARG(person), INT_ARG(most));
    int rc;

    *ret = LIST_OF(struct user);
    while ((rc = query_step(&q)) == 0)
        read_user(&q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

static int read_records(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    *ret = LIST_OF(struct user_record);
    while ((rc = query_step(q)) == 0)
        read_record(q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

/* The most selective filter first: an address has one user, a tag few. */
static enum statement listed_by(const struct user_filter *filter)
{
    if (filter->email != NULL)
        return USERS_WITH_EMAIL;
    if (filter->tag != NULL)
        return USERS_WITH_TAG;
    if (filter->roles != NULL)
        return USERS_WITH_ROLES;
    return filter->active == NO ? USERS_INACTIVE : USERS_ALL;
}

int store_users_of_identity(struct store *s, struct arena *a, const struct user_filter *filter,
                            struct users_place *place, int64_t most, struct list *ret)
{
    QUERY(q, s, listed_by(filter), INT_ARG(filter->realm), INT_ARG(filter->identity),
          INT_IF_ARG(filter->active != UNSET, filter->active == YES), TEXT_ARG(filter->email),
          TEXT_ARG(filter->tag), TEXT_ARG(filter->roles), INT_ARG(place->created),
          INT_ARG(place->id), INT_ARG(most));
    int64_t left = most;
    int rc = 0;

    *ret = LIST_OF(int64_t);
    for (; left > 0 && (rc = query_step(&q)) == 0; left--) {
        *place = (struct users_place){.created = column_int(&q, 0), .id = column_int(&q, 1)};
        if (column_int(&q, 2) != 0)
            *(int64_t *) list_add(ret, a) = place->id;
    }
    place->ended = rc == -ENOENT;
    return place->ended ? 0 : rc;
}

int store_user_other_admin(struct store *s, const struct user *user, bool *ret)
{
    QUERY(q, s, USERS_OTHER_ADMIN, INT_ARG(user->realm), INT_ARG(user->identity),
          INT_ARG(user->id));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0) != 0;
    return rc;
}

int store_user_record(struct store *s, struct arena *a, int64_t id, struct list *ret)
{
    QUERY(q, s, USER_RECORD_BY_ID, INT_ARG(id));

    return read_records(&q, a, ret);
}

int store_user_records(struct store *s, struct arena *a, int64_t realm,
                       const struct users_place *place, int64_t most, struct list *ret)
{
    QUERY(q, s, USERS_OF_REALM, INT_ARG(realm), INT_ARG(place->created), INT_ARG(place->id),
          INT_ARG(most));

    return read_records(&q, a, ret);
}

int store_emails_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           struct list *ret)
{
    QUERY(q, s, EMAILS_OF_PERSON, INT_ARG(realm), INT_ARG(person));
    int rc;

    *ret = LIST_OF(struct user_email);
    while ((rc = query_step(&q)) == 0)
        *(struct user_email *) list_add(ret, a) =
            (struct user_email){column_int(&q, 0), column_text(&q, 1, a)};
    return rc == -ENOENT ? 0 : rc;
}

int store_user_release_email(struct store *s, int64_t realm, const char *email, int64_t now)
{
    QUERY(unverified, s, USER_EMAIL_RELEASE, INT_ARG(realm), TEXT_ARG(email), INT_ARG(now));
    QUERY(pending, s, PENDING_EMAIL_RELEASE, INT_ARG(realm), TEXT_ARG(email), INT_ARG(now));
    int rc = query_run(&unverified);

    return rc < 0 ? rc : query_run(&pending);
}

int store_email_holding(struct store *s, int64_t realm, const char *email, int64_t user,
                        int64_t now, struct email_holding *ret)
{
    QUERY(q, s, EMAIL_HOLDING, INT_ARG(realm), TEXT_ARG(email), INT_ARG(now), INT_ARG(user));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct email_holding){column_int(&q, 0) != 0, column_int(&q, 1) != 0};
    return rc;
}

int store_user_find_by_pending_email(struct store *s, struct arena *a, int64_t realm,
                                     const char *email, struct user *ret)
{
    QUERY(q, s, USER_BY_PENDING_EMAIL, INT_ARG(realm), TEXT_ARG(email));

    return read_one(&q, a, ret);
}

int store_user_set_active(struct store *s, int64_t user, bool active)
{
    QUERY(q, s, USER_ACTIVE, INT_ARG(user), INT_ARG(active));

    return query_change(&q);
}

int store_user_set_person(struct store *s, int64_t user, int64_t person)
{
    QUERY(q, s, USER_PERSON, INT_ARG(user), INT_ARG(person));

    return query_change(&q);
}

int store_factor_set(struct store *s, int64_t realm, int64_t person, const struct factor *f)
{
    QUERY(q, s, FACTOR_SET, INT_ARG(realm), INT_ARG(person), TEXT_ARG(channel_names[f->channel]),
          TEXT_ARG(factor_status_names[f->status]));

    return query_run(&q);
}

int store_factor_status(struct store *s, int64_t realm, int64_t person, enum channel channel,
                        enum factor_status *ret)
{
    QUERY(q, s, FACTOR_BY_CHANNEL, INT_ARG(realm), INT_ARG(person),
          TEXT_ARG(channel_names[channel]));
    int rc = query_step(&q);

    *ret = FACTOR_NONE;
    if (rc == 0)
        *ret = (enum factor_status) column_name(&q, 0, factor_status_names);
    return rc == -ENOENT ? 0 : rc;
}

int store_factors(struct store *s, struct arena *a, int64_t realm, int64_t person, struct list *ret)
{
    QUERY(q, s, FACTORS_OF_PERSON, INT_ARG(realm), INT_ARG(person));
    int rc;

    *ret = LIST_OF(struct factor);
    while ((rc = query_step(&q)) == 0)
        *(struct factor *) list_add(ret, a) = (struct factor){
            .channel = (enum channel) column_name(&q, 0, channel_names),
            .status = (enum factor_status) column_name(&q, 1, factor_status_names),
        };
    return rc == -ENOENT ? 0 : rc;
}
