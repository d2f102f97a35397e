/* SPDX-License-Identifier: MIT */
/* The customers, organizations and credentials of a document. */
#include "apply.h"
#include "check.h"
#include "directory/customers_store.h"
#include "directory/emails.h"
#include "json/values.h"

static struct context context_at(const struct seed_apply *state, const char *created)
{
    struct context then = state->context;

    then.now = seed_time_or_now(&state->context, created);
    return then;
}

/* The identity with this id in the document; 0: none. */
static int64_t identity_of(const struct seed_apply *state, const char *name)
{
    size_t root_user = name == NULL ? NOT_IN_SEED : seed_index_identity(&state->index, name);

    return root_user == NOT_IN_SEED ? 0 : seed_created_at(state, root_user)->user.identity;
}

/* The id in the realm of what has this id in the document. */
static const char *id_in_realm(const struct seed_apply *state, const char *name)
{
    int64_t identity = identity_of(state, name);

    return identity == 0 ? name : arena_int(state->context.arena, identity);
}

static int add_credentials(struct seed_apply *state, int64_t person, const struct list *credentials)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < credentials->count; i++) {
        const struct seed_credential *it = list_at(credentials, i);
        struct context then = context_at(state, it->created);
        struct credential_row row = {
            .person = person,
            .type = (enum credential_type) it->type,
            .value = it->value,
            .channel = it->channel == NULL ? NULL : json_text(then.arena, it->channel),
        };

        rc = code_hash(then.arena, it->code, &row.code_hash);
        if (it->code_hash != NULL)
            row.code_hash = it->code_hash;
        if (rc == 0)
            rc = credential_add(&then, &row);
    }
    return rc;
}

/* A corporate is an organization already: for one the document gives only the changes. */
static int add_organization(struct seed_apply *state, const struct seed_organization *it,
                            const json_t *json)
{
    struct context then = context_at(state, it->created);
    struct organization organization;

    if (identity_of(state, it->body.name) == 0) {
        state->result->organizations++;
        return organization_add(&then, &it->body, json, &organization);
    }
    int rc = store_organization_find(then.store, then.arena, then.realm->id,
                                     id_in_realm(state, it->body.name), &organization);

    organization.details = organization_details(then.arena, json);
    return rc < 0 ? rc : store_organization_update(then.store, &organization);
}

static int update_customer(struct seed_apply *state, const struct customer_body *body,
                           const json_t *json)
{
    struct customer customer;
    int rc = store_customer_of(state->context.store, state->context.arena,
                               identity_of(state, body->name), &customer);

    if (rc < 0)
        return rc;
    customer.type = body->type;
    if (body->status >= 0)
        customer.status = body->status;
    if (body->organization != NULL)
        customer.organization = id_in_realm(state, body->organization);
    customer.details = customer_details(state->context.arena, json);
    return store_customer_update(state->context.store, &customer);
}

static int add_customer(struct seed_apply *state, const struct seed_customer *it,
                        const json_t *json)
{
    struct context then = context_at(state, it->created);
    struct customer_body body = it->body;
    struct customer made;
    int64_t id;

    if (identity_of(state, body.name) != 0)
        return update_customer(state, &body, json);
    int rc = seed_assign_id(state, it->user, &id);

    if (body.person.email != NULL && seed_lists_address(then.arena, it))
        body.person.email = NULL;
    if (rc == 0 && body.person.email != NULL)
        rc = email_is_free(&then, body.person.email);
    if (rc < 0)
        return rc;
    if (body.organization != NULL)
        body.organization = id_in_realm(state, body.organization);
    body.person.password_hash = it->password_hash;
    state->result->people++;
    state->result->customers++;
    rc = customer_add(&then, id, &body, json, &made);
    return rc < 0 ? rc : add_credentials(state, id, &it->credentials);
}

static const json_t *bodies_of(const struct seed_apply *state, const char *list)
{
    return json_object_get(json_object_get(state->seed.json, "cyrexa"), list);
}

int seed_apply_customers(struct seed_apply *state)
{
    const struct seed_cyrexa *cyrexa = &state->seed.cyrexa;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < state->seed.users.count; i++) {
        const struct seed_user *user = list_at(&state->seed.users, i);

        rc = add_credentials(state, seed_created_at(state, i)->user.person, &user->credentials);
    }
    for (size_t i = 0; rc == 0 && i < cyrexa->organizations.count; i++)
        rc = add_organization(state, list_at(&cyrexa->organizations, i),
                              json_array_get(bodies_of(state, "organizations"), i));
    for (size_t i = 0; rc == 0 && i < cyrexa->customers.count; i++)
        rc = add_customer(state, list_at(&cyrexa->customers, i),
                          json_array_get(bodies_of(state, "customers"), i));
    return rc;
}
