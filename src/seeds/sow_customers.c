/* SPDX-License-Identifier: MIT */
/* Customers, organizations and credentials of a seed on their way into a realm, and out of it. */
#include "directory/customers_store.h"
#include "directory/emails.h"
#include "directory/people_store.h"
#include "json/values.h"
#include "seeds/seeds.h"

#include <string.h>

/* ---- into a realm ---- */

static struct context context_at(const struct sowing *w, const char *created)
{
    struct context then = w->context;

    then.now = time_or_now(&w->context, created);
    return then;
}

/* The identity that has the id in the document; 0: none. */
static int64_t identity_of(const struct sowing *w, const char *name)
{
    size_t founder = name == NULL ? NOT_SAID : roll_identity(&w->roll, name);

    return founder == NOT_SAID
               ? 0
               : ((const struct user_record *) list_at(&w->made, founder))->user.identity;
}

/* What is called so in the document, as it is called in the realm. */
static const char *name_in_realm(const struct sowing *w, const char *name)
{
    int64_t identity = identity_of(w, name);

    return identity == 0 ? name : arena_int(w->context.arena, identity);
}

static int add_credentials(struct sowing *w, int64_t person, const struct list *credentials)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < credentials->count; i++) {
        const struct seed_credential *it = list_at(credentials, i);
        struct context then = context_at(w, it->created);
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

/* An organization that a corporate is already has only what was changed of it. */
static int add_organization(struct sowing *w, const struct seed_organization *it,
                            const json_t *json)
{
    struct context then = context_at(w, it->created);
    struct organization organization;

    if (identity_of(w, it->body.name) == 0) {
        w->sown->organizations++;
        return organization_add(&then, &it->body, json, &organization);
    }
    int rc = store_organization_find(then.store, then.arena, then.realm->id,
                                     name_in_realm(w, it->body.name), &organization);

    organization.details = organization_details(then.arena, json);
    return rc < 0 ? rc : store_organization_update(then.store, &organization);
}

static int change_customer(struct sowing *w, const struct customer_body *body, const json_t *json)
{
    struct customer customer;
    int rc = store_customer_of(w->context.store, w->context.arena, identity_of(w, body->name),
                               &customer);

    if (rc < 0)
        return rc;
    customer.type = body->type;
    if (body->status >= 0)
        customer.status = body->status;
    if (body->organization != NULL)
        customer.organization = name_in_realm(w, body->organization);
    customer.details = customer_details(w->context.arena, json);
    return store_customer_update(w->context.store, &customer);
}

static int add_customer(struct sowing *w, const struct seed_customer *it, const json_t *json)
{
    struct context then = context_at(w, it->created);
    struct customer_body body = it->body;
    struct customer made;
    int64_t id;

    if (identity_of(w, body.name) != 0)
        return change_customer(w, &body, json);
    int rc = free_id(w, it->user, &id);

    if (body.person.email != NULL && seed_lists_address(then.arena, it))
        body.person.email = NULL;
    if (rc == 0 && body.person.email != NULL)
        rc = email_is_free(&then, body.person.email);
    if (rc < 0)
        return rc;
    if (body.organization != NULL)
        body.organization = name_in_realm(w, body.organization);
    body.person.password_hash = it->password_hash;
    w->sown->people++;
    w->sown->customers++;
    rc = customer_add(&then, id, &body, json, &made);
    return rc < 0 ? rc : add_credentials(w, id, &it->credentials);
}

static const json_t *bodies_of(const struct sowing *w, const char *list)
{
    return json_object_get(json_object_get(w->seed.json, "cyrexa"), list);
}

int sow_customers(struct sowing *w)
{
    const struct seed_cyrexa *cyrexa = &w->seed.cyrexa;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < w->seed.users.count; i++) {
        const struct seed_user *user = list_at(&w->seed.users, i);

        rc = add_credentials(w, ((const struct user_record *) list_at(&w->made, i))->user.person,
                             &user->credentials);
    }
    for (size_t i = 0; rc == 0 && i < cyrexa->organizations.count; i++)
        rc = add_organization(w, list_at(&cyrexa->organizations, i),
                              json_array_get(bodies_of(w, "organizations"), i));
    for (size_t i = 0; rc == 0 && i < cyrexa->customers.count; i++)
        rc = add_customer(w, list_at(&cyrexa->customers, i),
                          json_array_get(bodies_of(w, "customers"), i));
    return rc;
}

/* ---- out of a realm ---- */

int export_credentials(struct request *r, int64_t person, struct list *ret)
{
    struct list found;
    int rc = store_credentials(r->store, r->arena, r->realm->id, person, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct credential_row *row = list_at(&found, i);

        *(struct seed_credential *) list_add(ret, r->arena) = (struct seed_credential){
            .value = row->value,
            .code_hash = row->code_hash,
            .created = seed_time(r->arena, row->created),
            .shown_type = credential_type_names[row->type],
            .shown_channel = row->channel,
        };
    }
    return rc;
}

static void set_text(json_t *object, const char *name, const char *value)
{
    if (value != NULL)
        json_object_set_new(object, name, json_string(value));
}

static const struct view credential_view = {
    .name = "SeedCredential", .fields = seed_credential_fields, .array = true};

/* The person of a customer without an identity. */
static int show_person(struct request *r, const struct customer *c, json_t *ret)
{
    struct list credentials = LIST_OF(struct seed_credential);
    struct text t = TEXT_IN(r->arena);
    struct person person;
    int rc = store_person_find(r->store, r->arena, r->realm->id, c->person, &person);

    if (rc == 0)
        rc = export_credentials(r, c->person, &credentials);
    if (rc < 0)
        return rc;
    set_text(ret, "userId", arena_int(r->arena, c->person));
    set_text(ret, "passwordHash", person.password_hash);
    view_write(&t, &credential_view, &credentials);
    if (credentials.count > 0)
        json_object_set_new(ret, "credentials", json_loads(text_string(&t), 0, NULL));
    return 0;
}

/* Of an identity's customer, only what its user does not say. */
static json_t *shown_customer(struct request *r, const struct customer *c)
{
    struct customer own = *c;

    if (c->identity != 0) {
        own.identity = 0;
        own.two_factor.id = NULL;
    }
    json_t *json = customer_json(&own);

    set_text(json, "createdAt", c->identity != 0 ? NULL : seed_time(r->arena, c->created));
    return json;
}

static int show_customers(struct request *r, struct list *ret)
{
    struct list found;
    int rc = store_customers_to_export(r->store, r->arena, r->realm->id, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct customer *c = list_at(&found, i);
        json_t *json = shown_customer(r, c);

        if (c->identity == 0)
            rc = show_person(r, c, json);
        *(const char **) list_add(ret, r->arena) = json_text_taken(r->arena, json);
    }
    return rc;
}

static int show_organizations(struct request *r, struct list *ret)
{
    struct list found;
    int rc = store_organizations_to_export(r->store, r->arena, r->realm->id, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct organization *o = list_at(&found, i);
        json_t *json = organization_json(o);

        set_text(json, "createdAt", o->identity != 0 ? NULL : seed_time(r->arena, o->created));
        *(const char **) list_add(ret, r->arena) = json_text_taken(r->arena, json);
    }
    return rc;
}

int export_customers(struct request *r, struct seed *ret)
{
    struct seed_cyrexa *cyrexa = &ret->cyrexa;

    cyrexa->shown_organizations = LIST_OF(const char *);
    cyrexa->shown_customers = LIST_OF(const char *);
    int rc = show_organizations(r, &cyrexa->shown_organizations);

    if (rc == 0)
        rc = show_customers(r, &cyrexa->shown_customers);
    if (cyrexa->shown_organizations.count > 0 || cyrexa->shown_customers.count > 0)
        ret->shown_cyrexa = cyrexa;
    return rc;
}
