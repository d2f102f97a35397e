/* SPDX-License-Identifier: MIT */
/* People and their passwords. */
#include "directory/people_store.h"

#include "store/query.h"

#include <errno.h>

static void read_person(const struct query *q, struct arena *a, struct person *ret)
{
    *ret = (struct person){
        .id = column_int(q, 0),
        .credential_type = (enum user_type) column_name(q, 1, user_type_names),
        .password_hash = column_text(q, 2, a),
        .password_set = column_int(q, 3),
        .password_expired = column_int(q, 4) != 0,
        .failed_logins = column_int(q, 5),
        .locked_until = column_int(q, 6),
        .stepped_up = column_int(q, 7),
        .push_answer = column_text(q, 8, a),
        .push_answer_after = column_int(q, 9),
        .created = column_int(q, 10),
    };
}

int store_person_insert(struct store *s, int64_t realm, const struct person *p)
{
    QUERY(q, s, PERSON_INSERT, INT_ARG(p->id), INT_ARG(realm),
          TEXT_ARG(user_type_names[p->credential_type]), TEXT_ARG(p->password_hash),
          INT_ARG(p->password_set), INT_ARG(p->password_expired), TEXT_ARG(p->push_answer),
          INT_ARG(p->push_answer_after), INT_ARG(p->created));

    return query_run(&q);
}

int store_person_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                      struct person *ret)
{
    QUERY(q, s, PERSON_BY_ID, INT_ARG(realm), INT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        read_person(&q, a, ret);
    return rc;
}

int store_person_delete(struct store *s, int64_t realm, int64_t id)
{
    QUERY(q, s, PERSON_DELETE, INT_ARG(realm), INT_ARG(id));

    return query_change(&q);
}

static int read_people(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    while ((rc = query_step(q)) == 0)
        read_person(q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_people(struct store *s, struct arena *a, int64_t realm, const char *email,
                 const struct person *after, int64_t most, struct list *ret)
{
    *ret = LIST_OF(struct person);
    if (email == NULL) {
        QUERY(all, s, PEOPLE_OF_REALM, INT_ARG(realm),
              INT_ARG(after->id == 0 ? INT64_MIN : after->created), INT_ARG(after->id),
              INT_ARG(most));

        return read_people(&all, a, ret);
    }
    QUERY(some, s, PEOPLE_BY_EMAIL, INT_ARG(realm), TEXT_ARG(email), INT_ARG(most));

    return read_people(&some, a, ret);
}

static int prune_passwords(struct store *s, int64_t realm, int64_t person, int64_t kept)
{
    QUERY(q, s, PASSWORDS_PRUNE, INT_ARG(realm), INT_ARG(person), INT_ARG(kept));

    return query_run(&q);
}

int store_password_remember(struct store *s, int64_t realm, int64_t person, const char *hash)
{
    QUERY(q, s, PASSWORD_INSERT, INT_ARG(realm), INT_ARG(person), TEXT_ARG(hash));

    return query_run(&q);
}

int store_person_set_password(struct store *s, int64_t realm, int64_t person, const char *hash,
                              int64_t now, int64_t history)
{
    QUERY(q, s, PERSON_PASSWORD, INT_ARG(realm), INT_ARG(person), TEXT_ARG(hash), INT_ARG(now));
    int rc = query_change(&q);

    if (rc == 0)
        rc = store_password_remember(s, realm, person, hash);
    return rc < 0 ? rc : prune_passwords(s, realm, person, history < 1 ? 1 : history);
}

int store_passwords(struct store *s, struct arena *a, int64_t realm, int64_t person, int64_t count,
                    struct list *ret)
{
    QUERY(q, s, PASSWORDS_OF_PERSON, INT_ARG(realm), INT_ARG(person), INT_ARG(count));
    int rc;

    *ret = LIST_OF(const char *);
    while ((rc = query_step(&q)) == 0)
        *(const char **) list_add(ret, a) = column_text(&q, 0, a);
    return rc == -ENOENT ? 0 : rc;
}

int store_person_expire_password(struct store *s, int64_t realm, int64_t person, bool expired)
{
    QUERY(q, s, PERSON_PASSWORD_EXPIRED, INT_ARG(realm), INT_ARG(person), INT_ARG(expired));

    return query_change(&q);
}

int store_person_set_logins(struct store *s, int64_t realm, const struct person *p)
{
    QUERY(q, s, PERSON_LOGINS, INT_ARG(realm), INT_ARG(p->id), INT_ARG(p->failed_logins),
          INT_ARG(p->locked_until));

    return query_change(&q);
}

int store_person_stepped_up(struct store *s, int64_t realm, int64_t person, int64_t at)
{
    QUERY(q, s, PERSON_STEPPED_UP, INT_ARG(realm), INT_ARG(person), INT_ARG(at));

    return query_change(&q);
}

int store_person_set_phone(struct store *s, int64_t realm, const struct person *p)
{
    QUERY(q, s, PERSON_PHONE, INT_ARG(realm), INT_ARG(p->id), TEXT_ARG(p->push_answer),
          INT_ARG(p->push_answer_after));

    return query_change(&q);
}

int store_tokenised_insert(struct store *s, int64_t realm, const char *token,
                           const struct tokenised *tokenised)
{
    QUERY(q, s, TOKENISED_INSERT, INT_ARG(realm), TEXT_ARG(token), TEXT_ARG(tokenised->value),
          INT_ARG(tokenised->expires), INT_ARG(tokenised->showable));

    return query_run(&q);
}

int store_tokenised_used(struct store *s, int64_t realm, const char *token)
{
    QUERY(q, s, TOKENISED_USED, INT_ARG(realm), TEXT_ARG(token));

    return query_change(&q);
}

int store_tokenised_delete_expired(struct store *s, int64_t realm, int64_t expired)
{
    QUERY(q, s, TOKENISED_DELETE_EXPIRED, INT_ARG(realm), INT_ARG(expired),
          INT_ARG(DELETED_AT_ONCE));

    return query_run(&q);
}

int store_tokenised_find(struct store *s, struct arena *a, int64_t realm, const char *token,
                         struct tokenised *ret)
{
    QUERY(q, s, TOKENISED_FIND, INT_ARG(realm), TEXT_ARG(token));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct tokenised){column_text(&q, 0, a), column_int(&q, 1), column_int(&q, 2) != 0,
                                  column_int(&q, 3)};
    return rc;
}
