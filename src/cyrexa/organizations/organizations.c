/* SPDX-License-Identifier: MIT */
/* Creating organizations (cyrexa.md 4.8). */
#include "customer_columns.h"
#include "cyrexa/customers.h"
#include "directory/context.h"
#include "directory/customers_store.h"
#include "engine/reply.h"

#include <errno.h>
#include <string.h>

const struct group organizations_group = {.tag = "organizations", .title = "Organizations"};

struct organization_create {
    struct organization_body body;
};

static const struct rule organization_create_rules[] = {
    ORGANIZATION_RULES(struct organization_create, body),
    END_OF_RULES,
};

struct organization_bulk {
    struct list organizations; /* struct organization_create */
};

static const struct rule organization_bulk_rules[] = {
    RULE_LIST(struct organization_bulk, organizations, "body", organization_create_rules,
              struct organization_create, REQUIRED, .least = 1, .most = BULK_MOST),
    END_OF_RULES,
};
static const struct input organization_bulk_input = {.name = "OrganizationBulk",
                                                     .rules = organization_bulk_rules,
                                                     .size = sizeof(struct organization_bulk),
                                                     .array = true};
static const struct view organizations_view = {
    .name = "Organizations", .rules = organization_rules, .array = true};

/* Refuses an id that exists or is twice in the request. */
static int new_or_reply(struct request *r, const struct list *organizations, size_t i)
{
    const struct organization_create *one = list_at(organizations, i);
    const char *name = one->body.name;
    struct organization taken;
    int rc = name == NULL ? -ENOENT
                          : store_organization_find(r->store, r->arena, r->realm->id, name, &taken);

    for (size_t j = 0; rc == -ENOENT && name != NULL && j < i; j++) {
        const struct organization_create *other = list_at(organizations, j);

        if (other->body.name != NULL && strcmp(other->body.name, name) == 0)
            rc = 0;
    }
    if (rc == 0)
        return refuse(r, ID_TAKEN, "organization %.100s already exists", name);
    return rc == -ENOENT ? PASS : rc;
}

static int organization_bulk(struct request *r)
{
    const struct organization_bulk *in = r->input;
    struct list answers = LIST_OF(const char *);
    struct context ctx = context_of(r);
    int rc = PASS;

    for (size_t i = 0; rc == PASS && i < in->organizations.count; i++)
        rc = new_or_reply(r, &in->organizations, i);
    if (rc != PASS)
        return rc;
    for (size_t i = 0; rc >= 0 && i < in->organizations.count; i++) {
        const struct organization_create *one = list_at(&in->organizations, i);
        struct organization made;

        rc = organization_add(&ctx, &one->body, json_array_get(r->json, i), &made);
        if (rc == 0)
            *(const char **) list_add(&answers, r->arena) = organization_text(r->arena, &made);
    }
    return rc < 0 ? rc : reply(r, &answers);
}

static const struct rule organization_path_rules[] = {
    RULE_TEXT(struct organization_path, name, "organizationId", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
const struct input organization_path_input = {.name = "OrganizationPath",
                                              .rules = organization_path_rules,
                                              .size = sizeof(struct organization_path)};

/* clang-format off */
const struct operation organization_operations[] = {
    OPERATION(organization_bulk, POST, "/customer/1.0.0/organization/createBulk", BEARER,
              .summary = "Create several organizations, all or none", .group = &organizations_group,
              .input = &organization_bulk_input, .status = 200, .answer = &organizations_view, .writes = true,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(ID_TAKEN)),
    END_OF_OPERATIONS,
};
/* clang-format on */
