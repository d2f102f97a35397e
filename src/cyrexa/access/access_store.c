/* SPDX-License-Identifier: MIT */
/* Groups of rights and their members. */
#include "access_store.h"

#include "store/query.h"

#include <errno.h>
#include <string.h>

const char *const application_names[] = {"b2b_wallet", "b2c_wallet", "admin_wallet", NULL};

static int add_component(struct store *s, int64_t realm, const struct access_role *role)
{
    QUERY(q, s, ACCESS_COMPONENT_ADD, INT_ARG(realm), TEXT_ARG(role->name),
          TEXT_ARG(role->component));

    return query_run(&q);
}

static int insert_role(struct store *s, int64_t realm, const char *group, size_t place,
                       const struct access_role *role)
{
    QUERY(q, s, ACCESS_ROLE_INSERT, INT_ARG(realm), TEXT_ARG(group), INT_ARG((int64_t) place),
          TEXT_ARG(role->name), TEXT_ARG(role->access_right));

    return query_run(&q);
}

static int insert_group(struct store *s, int64_t realm, const struct access_group *g)
{
    QUERY(q, s, ACCESS_GROUP_INSERT, INT_ARG(realm), TEXT_ARG(g->id), TEXT_ARG(g->name),
          TEXT_ARG(application_names[g->application]), INT_ARG(g->created));

    return query_run(&q);
}

int store_access_group_insert(struct store *s, int64_t realm, const struct access_group *g)
{
    int rc = insert_group(s, realm, g);

    for (size_t i = 0; rc == 0 && i < g->roles.count; i++) {
        const struct access_role *role = list_at(&g->roles, i);

        rc = add_component(s, realm, role);
        if (rc == 0)
            rc = insert_role(s, realm, g->id, i, role);
    }
    return rc;
}

int store_access_group_find(struct store *s, struct arena *a, int64_t realm, const char *id,
                            struct access_group *ret)
{
    QUERY(q, s, ACCESS_GROUP_BY_ID, INT_ARG(realm), TEXT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct access_group){
            .id = column_text(&q, 0, a),
            .name = column_text(&q, 1, a),
            .application = column_name(&q, 2, application_names),
            .roles = LIST_OF(struct access_role),
            .created = column_int(&q, 3),
        };
    return rc;
}

int store_access_member_insert(struct store *s, int64_t realm, const struct access_member *m)
{
    QUERY(q, s, ACCESS_MEMBER_INSERT, INT_ARG(realm), TEXT_ARG(m->name), TEXT_ARG(m->group),
          INT_ARG(m->customer), INT_ARG(m->created));

    return query_run(&q);
}

/* The last group of the list if the row belongs to it, else a new one. */
static struct access_group *group_of(const struct query *q, struct arena *a, struct list *groups)
{
    struct access_group *last = groups->count == 0 ? NULL : list_at(groups, groups->count - 1);
    const char *id = column_text(q, 0, a);

    if (last != NULL && strcmp(last->id, id) == 0)
        return last;
    last = list_add(groups, a);
    last->id = id;
    last->name = column_text(q, 1, a);
    last->roles = LIST_OF(struct access_role);
    return last;
}

/* The row of a group without roles has no component. */
static void read_role(const struct query *q, struct arena *a, struct list *roles)
{
    const char *component = column_text(q, 2, a);

    if (component != NULL)
        *(struct access_role *) list_add(roles, a) =
            (struct access_role){component, column_text(q, 3, a), column_text(q, 4, a)};
}

int store_access_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           int application, int64_t limit, struct list *ret)
{
    QUERY(q, s, ACCESS_OF_PERSON, INT_ARG(realm), INT_ARG(person),
          TEXT_ARG(application_names[application]), INT_ARG(limit));
    int rc;

    *ret = LIST_OF(struct access_group);
    while ((rc = query_step(&q)) == 0)
        read_role(&q, a, &group_of(&q, a, ret)->roles);
    for (size_t i = 0; i < ret->count; i++)
        ((struct access_group *) list_at(ret, i))->application = application;
    return rc == -ENOENT ? 0 : rc;
}
