/* SPDX-License-Identifier: MIT */
/* Exporting customers, organizations and credentials. */
#include "directory/customers_store.h"
#include "directory/people_store.h"
#include "document.h"
#include "export.h"
#include "json/values.h"

const struct field seed_credential_fields[] = {
    SHOW_TEXT(struct seed_credential, shown_type, "credentialType"),
    SHOW_TEXT(struct seed_credential, value, "value"),
    SHOW_TEXT(struct seed_credential, code_hash, "codeHash", OPTIONAL, SECRET),
    SHOW_JSON(struct seed_credential, shown_channel, "communicationChannel", OPTIONAL),
    SHOW_TEXT(struct seed_credential, created, "createdAt"),
    END_OF_FIELDS,
};

const struct field seed_cyrexa_fields[] = {
    SHOW_BODIES(struct seed_cyrexa, shown_organizations, "organizations", seed_organization_rules),
    SHOW_BODIES(struct seed_cyrexa, shown_customers, "customers", seed_customer_rules),
    END_OF_FIELDS,
};

int seed_export_credentials(struct request *r, int64_t person, struct list *ret)
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

/* Adds the person of a customer that has no identity. */
static int show_person(struct request *r, const struct customer *c, json_t *ret)
{
    struct list credentials = LIST_OF(struct seed_credential);
    struct text t = TEXT_IN(r->arena);
    struct person person;
    int rc = store_person_find(r->store, r->arena, r->realm->id, c->person, &person);

    if (rc == 0)
        rc = seed_export_credentials(r, c->person, &credentials);
    if (rc < 0)
        return rc;
    set_text(ret, "userId", arena_int(r->arena, c->person));
    set_text(ret, "passwordHash", person.password_hash);
    view_write(&t, &credential_view, &credentials);
    if (credentials.count > 0)
        json_object_set_new(ret, "credentials", json_loads(text_string(&t), 0, NULL));
    return 0;
}

/* Of an identity's customer only what its user in the document doesn't show. */
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

int seed_export_organizations(struct request *r, struct exporting *x, int64_t most)
{
    struct list found;
    int rc =
        store_organizations_to_export(r->store, r->arena, r->realm->id, most, &x->place, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct organization *o = list_at(&found, i);
        json_t *json = organization_json(o);

        set_text(json, "createdAt", o->identity != 0 ? NULL : seed_time(r->arena, o->created));
        exporting_add(x, EXPORT_ORGANIZATIONS, json_text_taken(r->arena, json));
    }
    return rc;
}

int seed_export_customers(struct request *r, struct exporting *x, int64_t most)
{
    struct list found;
    int rc = store_customers_to_export(r->store, r->arena, r->realm->id, most, &x->place, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct customer *c = list_at(&found, i);
        json_t *json = shown_customer(r, c);

        if (c->identity == 0)
            rc = show_person(r, c, json);
        exporting_add(x, EXPORT_CUSTOMERS, json_text_taken(r->arena, json));
    }
    return rc;
}
