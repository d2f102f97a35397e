/* SPDX-License-Identifier: MIT */
/* AccessControl: groups of rights and their members (cyrexa.md 4.9). The rights are stored, not enforced. */
#include "access_store.h"
#include "credentials/accounts.h"
#include "cyrexa/customers.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "engine/reply.h"

#include <errno.h>

static const struct group access_control_group = {.tag = "access-control",
                                                  .title = "AccessControl"};

#define NAME_MOST 200
#define GROUPS_MOST 1000 /* in an answer */

struct id_answer {
    const char *id;
};

static const struct field id_fields[] = {
    SHOW_TEXT(struct id_answer, id, "id"),
    END_OF_FIELDS,
};
static const struct view access_id_view = {.name = "AccessId", .fields = id_fields};

/* ---- addGroup ---- */

struct role_body {
    const char *component;
    const char *access_right;
};

struct group_body {
    const char *name;
    int application;
    struct list roles; /* struct role_body */
};

static const struct rule role_rules[] = {
    RULE_TEXT(struct role_body, component, "componentName", REQUIRED, .not_blank = true,
              .most = NAME_MOST),
    RULE_TEXT(struct role_body, access_right, "accessRight", REQUIRED, .not_blank = true,
              .most = NAME_MOST),
    END_OF_RULES,
};

static const struct rule group_rules[] = {
    RULE_TEXT(struct group_body, name, "groupName", REQUIRED, .not_blank = true, .most = NAME_MOST),
    RULE_CHOICE(struct group_body, application, "application", application_names, REQUIRED),
    RULE_LIST(struct group_body, roles, "roles", role_rules, struct role_body,
              .most = ENTRIES_MOST),
    END_OF_RULES,
};
static const struct input access_group_input = {
    .name = "AccessGroup", .rules = group_rules, .size = sizeof(struct group_body)};

static int access_group_create(struct request *r)
{
    const struct group_body *in = r->input;
    struct context ctx = context_of(r);
    struct access_group group = {
        .id = uuid_new(&ctx),
        .name = in->name,
        .application = in->application,
        .roles = LIST_OF(struct access_role),
        .created = r->now,
    };

    for (size_t i = 0; i < in->roles.count; i++) {
        const struct role_body *role = list_at(&in->roles, i);

        *(struct access_role *) list_add(&group.roles, r->arena) =
            (struct access_role){uuid_new(&ctx), role->component, role->access_right};
    }
    int rc = store_access_group_insert(r->store, r->realm->id, &group);

    if (rc == -EEXIST)
        return refuse(r, NAME_TAKEN, "the groupName %.100s is taken in %s", in->name,
                      application_names[in->application]);
    return rc < 0 ? rc : reply(r, &(struct id_answer){group.id});
}

/* ---- addComponentAccessRight ---- */

struct right_body {
    const char *group;
    const char *customer;
    int application;
};

static const struct rule right_rules[] = {
    RULE_TEXT(struct right_body, group, "groupId", REQUIRED, .not_blank = true),
    RULE_TEXT(struct right_body, customer, "customerId", REQUIRED, .not_blank = true),
    RULE_CHOICE(struct right_body, application, "application", application_names, REQUIRED),
    END_OF_RULES,
};
static const struct input access_right_input = {
    .name = "AccessRight", .rules = right_rules, .size = sizeof(struct right_body)};

static int group_or_reply(struct request *r, const char *id, struct access_group *ret)
{
    int rc = store_access_group_find(r->store, r->arena, r->realm->id, id, ret);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no group %.100s in this tenant", id);
    return rc < 0 ? rc : PASS;
}

static int add_member(struct request *r, const struct access_group *group,
                      const struct customer *customer)
{
    struct context ctx = context_of(r);
    const struct access_member member = {
        .name = uuid_new(&ctx),
        .group = group->id,
        .customer = customer->id,
        .created = r->now,
    };
    int rc = store_access_member_insert(r->store, r->realm->id, &member);

    if (rc == -EEXIST)
        return refuse(r, ALREADY_MEMBER, "customer %.100s already has the rights of group %s",
                      customer->name, group->id);
    return rc < 0 ? rc : reply(r, &(struct id_answer){member.name});
}

static int access_right_give(struct request *r)
{
    const struct right_body *in = r->input;
    struct access_group group;
    struct customer customer;
    int rc = group_or_reply(r, in->group, &group);

    if (rc == PASS)
        rc = customer_or_reply(r, in->customer, &customer);
    if (rc != PASS)
        return rc;
    if (in->application != group.application)
        return refuse_member(r, "application", "is not the application of the group");
    return add_member(r, &group, &customer);
}

/* ---- getAccessControl ---- */

struct access_query {
    const char *user;
    int application;
};

static const struct rule access_rules[] = {
    RULE_TEXT(struct access_query, user, "userId", REQUIRED, .not_blank = true),
    RULE_CHOICE(struct access_query, application, "application", application_names, REQUIRED),
    END_OF_RULES,
};
static const struct input access_control_input = {
    .name = "AccessQuery", .rules = access_rules, .size = sizeof(struct access_query)};

struct access_row {
    const char *user;
    const char *group;
    const char *name;
    const char *tenant;
    struct list roles; /* struct role_row */
};

struct role_row {
    struct access_role role;
    unsigned application;
};

static const struct field role_fields[] = {
    SHOW_TEXT(struct role_row, role.component, "componentId"),
    SHOW_TEXT(struct role_row, role.name, "componentName"),
    SHOW_TEXT(struct role_row, role.access_right, "accessRight"),
    SHOW_NAME(struct role_row, application, "application", application_names),
    END_OF_FIELDS,
};

static const struct field access_fields[] = {
    SHOW_TEXT(struct access_row, user, "userId"),
    SHOW_TEXT(struct access_row, group, "groupId"),
    SHOW_TEXT(struct access_row, name, "groupName"),
    SHOW_TEXT(struct access_row, tenant, "tenantId"),
    SHOW_LIST(struct access_row, roles, "roles", role_fields),
    END_OF_FIELDS,
};
static const struct view access_view = {.name = "Access", .fields = access_fields, .array = true};

static struct access_row row_of(struct request *r, const char *user,
                                const struct access_group *group)
{
    struct access_row row = {user, group->id, group->name, r->realm->tenant_id,
                             LIST_OF(struct role_row)};

    for (size_t i = 0; i < group->roles.count; i++)
        *(struct role_row *) list_add(&row.roles, r->arena) = (struct role_row){
            *(const struct access_role *) list_at(&group->roles, i), (unsigned) group->application};
    return row;
}

static int access_control_get(struct request *r)
{
    const struct access_query *in = r->input;
    const struct credential id = {.type = CREDENTIAL_USER_ID, .value = in->user};
    struct list rows = LIST_OF(struct access_row);
    struct list groups;
    struct match match;
    int rc = credential_match(r, &id, &match);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no user %.100s in this tenant", in->user);
    if (rc == 0)
        rc = store_access_of_person(r->store, r->arena, r->realm->id, match.person, in->application,
                                    GROUPS_MOST, &groups);
    for (size_t i = 0; rc == 0 && i < groups.count; i++)
        *(struct access_row *) list_add(&rows, r->arena) = row_of(r, in->user, list_at(&groups, i));
    return rc < 0 ? rc : reply(r, &rows);
}

/* clang-format off */
const struct operation access_control_operations[] = {
    OPERATION(access_control_get, POST, "/customer/1.0.0/getAccessControl", BEARER,
              .summary = "The groups of rights that a user has in an application, in the order they were granted, at most 1,000", .group = &access_control_group,
              .input = &access_control_input, .status = 200, .answer = &access_view,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(access_group_create, POST, "/customer/1.0.0/addGroup", BEARER,
              .summary = "Create a group of rights", .group = &access_control_group,
              .input = &access_group_input, .status = 200, .answer = &access_id_view, .writes = true,
              .errors = ERRORS(NAME_TAKEN)),
    OPERATION(access_right_give, POST, "/customer/1.0.0/addComponentAccessRight", BEARER,
              .summary = "Give a customer the rights of a group", .group = &access_control_group,
              .input = &access_right_input, .status = 200, .answer = &access_id_view, .writes = true,
              .errors = ERRORS(NOT_FOUND, ALREADY_MEMBER)),
    END_OF_OPERATIONS,
};
/* clang-format on */
