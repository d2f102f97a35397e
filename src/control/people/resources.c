/* SPDX-License-Identifier: MIT */
/* Control API: resources, which exist to be confirmed by challenges. */
#include "directory/context.h"
#include "directory/identities_store.h"
#include "engine/reply.h"
#include "parameters.h"
#include "weavr/resources.h"
#include "weavr/resources_store.h"
#include "weavr/shared_types.h"

#include <errno.h>

struct resource_create {
    struct resource_form form;
    int64_t owner;
};

static const struct rule resource_create_rules[] = {
    RESOURCE_RULES(struct resource_create, form),
    RULE_ID(struct resource_create, owner, "ownerIdentity", REQUIRED),
    END_OF_RULES,
};
static const struct input resource_create_input = {.name = "ResourceCreate",
                                                   .rules = resource_create_rules,
                                                   .size = sizeof(struct resource_create),
                                                   .strict = true};

struct resource_row {
    int64_t id;
    unsigned type;
    int64_t owner;
    unsigned state;
    int64_t challenge;
    const char *outcome;
    int64_t created;
};

static const struct field resource_fields[] = {
    SHOW_ID(struct resource_row, id, "id"),
    SHOW_NAME(struct resource_row, type, "type", resource_type_names),
    SHOW_ID(struct resource_row, owner, "ownerIdentity"),
    SHOW_NAME(struct resource_row, state, "state", resource_state_names),
    SHOW_ID(struct resource_row, challenge, "challengeId", OPTIONAL),
    SHOW_TEXT(struct resource_row, outcome, "outcome", OPTIONAL),
    SHOW_TIME(struct resource_row, created, "createdAt"),
    END_OF_FIELDS,
};
static const struct view resource_view = {.name = "Resource", .fields = resource_fields};

struct resources_answer {
    struct list resources;
};

static const struct field resources_fields[] = {
    SHOW_LIST(struct resources_answer, resources, "resources", resource_fields),
    END_OF_FIELDS,
};
static const struct view resources_view = {.name = "Resources", .fields = resources_fields};

static struct resource_row row_of(const struct resource *resource)
{
    bool pending = resource->state == RESOURCE_PENDING_CHALLENGE;

    return (struct resource_row){resource->id,        resource->type,
                                 resource->identity,  resource->state,
                                 resource->challenge, pending ? resource->outcome : NULL,
                                 resource->created};
}

static int resource_create(struct request *r)
{
    const struct resource_create *in = r->input;
    struct context ctx = context_of(r);
    struct identity identity = {.realm = 0};
    struct resource resource = {.id = 0};
    int rc = store_identity_find(r->store, r->arena, in->owner, &identity);

    if (rc == -ENOENT || (rc == 0 && identity.realm != r->realm->id))
        return refuse_member(r, "ownerIdentity", "is not an identity of the realm");
    if (rc == 0)
        rc = resource_declare(&ctx, &in->form, identity.id, &resource);
    if (rc == -EEXIST)
        return refuse(r, NAME_TAKEN, "there is a resource %lld already", (long long) in->form.id);
    if (rc < 0)
        return rc;
    const struct resource_row row = row_of(&resource);

    return reply(r, &row);
}

struct resources_query {
    const char *type;
    const char *state;
    int64_t limit;
};

static const struct rule resources_rules[] = {
    RULE_TEXT(struct resources_query, type, "type", .place = IN_QUERY,
              .values = resource_type_names),
    RULE_TEXT(struct resources_query, state, "state", .place = IN_QUERY,
              .values = resource_state_names),
    RULE_LIMIT(struct resources_query),
    END_OF_RULES,
};
static const struct input resources_input = {
    .name = "ResourcesQuery", .rules = resources_rules, .size = sizeof(struct resources_query)};

static int resources_list(struct request *r)
{
    const struct resources_query *in = r->input;
    struct resources_answer answer = {LIST_OF(struct resource_row)};
    struct list found = LIST_OF(struct resource);
    int rc = store_resources(r->store, r->arena, r->realm->id, in->type, in->state,
                             limit_or_default(in->limit), &found);

    for (size_t i = 0; i < found.count; i++)
        *(struct resource_row *) list_add(&answer.resources, r->arena) = row_of(list_at(&found, i));
    return rc < 0 ? rc : reply(r, &answer);
}

static int resource_get(struct request *r)
{
    const struct path_id *in = r->input;
    struct resource resource = {.id = 0};
    int rc = store_resource_find(r->store, r->arena, r->realm->id, in->id, &resource);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no resource %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc < 0)
        return rc;
    const struct resource_row row = row_of(&resource);

    return reply(r, &row);
}

/* clang-format off */
const struct operation resource_operations[] = {
    OPERATION(resource_create, POST, "/_sandgate/realms/{realm}/resources", OPERATOR,
              .summary = "Declare a resource for confirmation challenges", .group = &content_group,
              .input = &resource_create_input, .status = 201, .answer = &resource_view, .writes = true,
              .errors = ERRORS(NAME_TAKEN)),
    OPERATION(resources_list, GET, "/_sandgate/realms/{realm}/resources", OPERATOR,
              .summary = "List resources, newest first", .group = &content_group,
              .input = &resources_input, .status = 200, .answer = &resources_view, .errors = ERRORS()),
    OPERATION(resource_get, GET, "/_sandgate/realms/{realm}/resources/{id}", OPERATOR,
              .summary = "Get a resource with its challenge", .group = &content_group,
              .input = &realm_item_input, .status = 200, .answer = &resource_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
