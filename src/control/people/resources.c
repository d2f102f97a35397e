/* SPDX-License-Identifier: MIT */
/* Control API: resources, which exist to be confirmed by challenges. */
#include "directory/context.h"
#include "directory/identities_store.h"
#include "engine/reply.h"
#include "lists.h"
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

struct resources_progress {
    struct listing list;
    struct resource last; /* .id 0: none yet */
};

static const struct field resources_fields[] = {
    SHOW_LIST(struct listing, rows, "resources", resource_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
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
    int type;
    int state;
    int64_t limit;
};

static const struct rule resources_rules[] = {
    RULE_CHOICE(struct resources_query, type, "type", resource_type_names, .place = IN_QUERY),
    RULE_CHOICE(struct resources_query, state, "state", resource_state_names, .place = IN_QUERY),
    RULE_LIMIT(struct resources_query),
    END_OF_RULES,
};
static const struct input resources_input = {
    .name = "ResourcesQuery", .rules = resources_rules, .size = sizeof(struct resources_query)};

#define RESOURCE_BYTES 250

static void take_resources(struct request *r, struct resources_progress *p,
                           const struct list *found)
{
    const struct resources_query *in = r->input;

    for (size_t i = 0; i < found->count && !p->list.more; i++) {
        const struct resource *resource = list_at(found, i);
        bool matches = (in->type < 0 || in->type == (int) resource->type) &&
                       (in->state < 0 || in->state == (int) resource->state);
        struct resource_row *row = matches ? listing_add(r, &p->list, RESOURCE_BYTES) : NULL;

        if (row != NULL)
            *row = row_of(resource);
        p->last = *resource;
    }
}

static int resources_list(struct request *r)
{
    const struct resources_query *in = r->input;
    struct resources_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct resource_row), limit_or_default(in->limit));
    int64_t wanted = listing_look(&p->list, in->type < 0 && in->state < 0);
    struct list found;
    int rc = store_resources(r->store, r->arena, r->realm->id, &p->last, wanted, &found);

    take_resources(r, p, &found);
    if (rc < 0 || !listing_ends(r, &p->list, (int64_t) found.count, wanted))
        return rc;
    return reply(r, &p->list);
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
