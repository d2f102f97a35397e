/* SPDX-License-Identifier: MIT */
/* Resources. */
#include "weavr/resources_store.h"

#include "store/query.h"

#include <errno.h>

static void read_resource(const struct query *q, struct arena *a, struct resource *ret)
{
    *ret = (struct resource){
        .id = column_int(q, 0),
        .type = (enum resource_type) column_name(q, 1, resource_type_names),
        .identity = column_int(q, 2),
        .state = (enum resource_state) column_name(q, 3, resource_state_names),
        .outcome = column_text(q, 4, a),
        .challenge = column_int(q, 5),
        .created = column_int(q, 6),
    };
}

int store_resource_insert(struct store *s, int64_t realm, const struct resource *r)
{
    QUERY(q, s, RESOURCE_INSERT, INT_ARG(realm), INT_ARG(r->id),
          TEXT_ARG(resource_type_names[r->type]), INT_ARG(r->identity),
          TEXT_ARG(resource_state_names[r->state]), TEXT_ARG(r->outcome), INT_ARG(r->created));

    return query_run(&q);
}

int store_resource_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                        struct resource *ret)
{
    QUERY(q, s, RESOURCE_BY_ID, INT_ARG(realm), INT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        read_resource(&q, a, ret);
    return rc;
}

int store_resources(struct store *s, struct arena *a, int64_t realm, const struct resource *before,
                    int64_t most, struct list *ret)
{
    bool first = before->id == 0;
    QUERY(q, s, RESOURCES_OF_REALM, INT_ARG(realm), INT_ARG(first ? INT64_MAX : before->created),
          INT_ARG(first ? INT64_MAX : before->id), INT_ARG(most));
    int rc;

    *ret = LIST_OF(struct resource);
    while ((rc = query_step(&q)) == 0)
        read_resource(&q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_resource_set_challenge(struct store *s, int64_t realm, int64_t id, int64_t challenge)
{
    QUERY(q, s, RESOURCE_CHALLENGED, INT_ARG(realm), INT_ARG(id), INT_ARG(challenge));

    return query_change(&q);
}

int store_resources_confirm(struct store *s, int64_t realm, int64_t challenge)
{
    QUERY(q, s, RESOURCES_CONFIRMED, INT_ARG(realm), INT_ARG(challenge));

    return query_run(&q);
}

int store_resources_end(struct store *s, int64_t realm, int64_t challenge,
                        enum resource_state state)
{
    QUERY(q, s, RESOURCES_ENDED, INT_ARG(realm), INT_ARG(challenge),
          TEXT_ARG(resource_state_names[state]));

    return query_run(&q);
}
