/* SPDX-License-Identifier: MIT */
/* Identities. */
#include "directory/identities_store.h"

#include "store/query.h"

#include <errno.h>

int store_identity_insert(struct store *s, const struct identity *i)
{
    QUERY(q, s, IDENTITY_INSERT, INT_ARG(i->id), INT_ARG(i->realm),
          TEXT_ARG(identity_type_names[i->type]), INT_ARG(i->profile), TEXT_ARG(i->name),
          TEXT_ARG(i->details), INT_ARG(i->created));

    return query_run(&q);
}

/* Reads two columns: status and level. */
static struct diligence_result read_result(const struct query *q, int column)
{
    return (struct diligence_result){
        (enum diligence_status) column_name(q, column, diligence_names),
        (enum diligence_level) column_name(q, column + 1, diligence_level_names)};
}

int store_identity_find(struct store *s, struct arena *a, int64_t id, struct identity *ret)
{
    QUERY(q, s, IDENTITY_BY_ID, INT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct identity){
            .id = column_int(&q, 0),
            .realm = column_int(&q, 1),
            .type = (enum identity_type) column_name(&q, 2, identity_type_names),
            .profile = column_int(&q, 3),
            .name = column_text(&q, 4, a),
            .active = column_int(&q, 5) != 0,
            .diligence = {read_result(&q, 6), read_result(&q, 8), column_int(&q, 10)},
            .details = column_text(&q, 11, a),
            .created = column_int(&q, 12),
        };
    return rc;
}

int store_identity_update(struct store *s, const struct identity *i)
{
    QUERY(q, s, IDENTITY_UPDATE, INT_ARG(i->id), TEXT_ARG(i->name), TEXT_ARG(i->details));

    return query_change(&q);
}

int store_identity_set_active(struct store *s, int64_t id, bool active)
{
    QUERY(q, s, IDENTITY_ACTIVE, INT_ARG(id), INT_ARG(active));

    return query_change(&q);
}

int store_identity_set_diligence(struct store *s, int64_t id, const struct diligence *d)
{
    QUERY(q, s, IDENTITY_DILIGENCE, INT_ARG(id), TEXT_ARG(diligence_names[d->effective.status]),
          TEXT_ARG(diligence_level_names[d->effective.level]),
          TEXT_ARG(diligence_names[d->ongoing.status]),
          TEXT_ARG(diligence_level_names[d->ongoing.level]), INT_ARG(d->reference));

    return query_change(&q);
}

int store_held_identities(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          int64_t limit, int64_t offset, struct list *ret)
{
    QUERY(q, s, IDENTITIES_OF_PERSON, INT_ARG(realm), INT_ARG(person), INT_ARG(limit),
          INT_ARG(offset));
    int rc;

    *ret = LIST_OF(struct held_identity);
    while ((rc = query_step(&q)) == 0)
        *(struct held_identity *) list_add(ret, a) = (struct held_identity){
            .id = column_int(&q, 0),
            .type = (enum identity_type) column_name(&q, 1, identity_type_names),
            .name = column_text(&q, 2, a),
        };
    return rc == -ENOENT ? 0 : rc;
}

int store_held_identities_count(struct store *s, int64_t realm, int64_t person, int64_t *ret)
{
    QUERY(q, s, IDENTITIES_OF_PERSON_COUNT, INT_ARG(realm), INT_ARG(person));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0);
    return rc;
}
