/* SPDX-License-Identifier: MIT */
/* Customers, organizations and credentials in seed documents, on their way in and out (control.md 7). */
#include "api/json.h"
#include "base/clock.h"
#include "base/encode.h"
#include "domain/password.h"
#include "seeds.h"
#include "store/customers.h"
#include "store/people.h"

#include <errno.h>
#include <string.h>

/* clang-format off */
#define SEED_HASH(type, member, wire)                                                              \
    RULE_TEXT(type, member, wire, SECRET, .format = FORMAT_PASSWORD_HASH)
/* clang-format on */

const struct rule seed_credential_rules[] = {
    RULE_CHOICE(struct seed_credential, type, "credentialType", credential_type_names, REQUIRED),
    RULE_TEXT(struct seed_credential, value, "value", REQUIRED, .not_blank = true, .most = 1000),
    RULE_TEXT(struct seed_credential, code, "code", SECRET, .most = 1000),
    SEED_HASH(struct seed_credential, code_hash, "codeHash"),
    RULE_JSON(struct seed_credential, channel, "communicationChannel"),
    RULE_TEXT(struct seed_credential, created, "createdAt"),
    END_OF_RULES,
};

const struct field seed_credential_fields[] = {
    SHOW_TEXT(struct seed_credential, shown_type, "credentialType"),
    SHOW_TEXT(struct seed_credential, value, "value"),
    SHOW_TEXT(struct seed_credential, code_hash, "codeHash", OPTIONAL, SECRET),
    SHOW_JSON(struct seed_credential, shown_channel, "communicationChannel", OPTIONAL),
    SHOW_TEXT(struct seed_credential, created, "createdAt"),
    END_OF_FIELDS,
};

static const struct rule seed_customer_rules[] = {
    CUSTOMER_RULES(struct seed_customer, body, REQUIRED),
    {.name = "userId",
     .kind = RULE_KIND_ID,
     .format = FORMAT_SEED_ID,
     .least = 1,
     .most = 18,
     .offset = MEMBER_AT(struct seed_customer, user, int64_t)},
    SEED_HASH(struct seed_customer, password_hash, "passwordHash"),
    RULE_LIST(struct seed_customer, credentials, "credentials", seed_credential_rules,
              struct seed_credential, .most = ENTRIES_MOST),
    RULE_TEXT(struct seed_customer, created, "createdAt"),
    END_OF_RULES,
};

static const struct rule seed_organization_rules[] = {
    ORGANIZATION_RULES(struct seed_organization, body),
    RULE_TEXT(struct seed_organization, created, "createdAt"),
    END_OF_RULES,
};

/* A body that a creation would take may have members that nobody knows. */
const struct rule seed_cyrexa_rules[] = {
    RULE_LIST(struct seed_cyrexa, organizations, "organizations", seed_organization_rules,
              struct seed_organization, .open = true),
    RULE_LIST(struct seed_cyrexa, customers, "customers", seed_customer_rules, struct seed_customer,
              .open = true),
    END_OF_RULES,
};

const struct field seed_cyrexa_fields[] = {
    SHOW_BODIES(struct seed_cyrexa, shown_organizations, "organizations", seed_organization_rules),
    SHOW_BODIES(struct seed_cyrexa, shown_customers, "customers", seed_customer_rules),
    END_OF_FIELDS,
};

/* ---- what no rule judges ---- */

/* The document, and what has been said in it so far. */
struct check {
    struct decoder *d;
    const struct seed *seed;
    const struct roll *roll;
    json_t *organizations; /* by id */
    json_t *customers;     /* by id */
    json_t *users;         /* ids of people */
    json_t *credentials;   /* "type value" */
};

/* False for what was said before. */
static bool say(json_t *said, const char *key)
{
    if (json_object_get(said, key) != NULL)
        return false;
    json_object_set_new_nocheck(said, key, json_true());
    return true;
}

static const char *index_text(const struct check *c, size_t i)
{
    return arena_printf(c->d->arena, "%zu", i);
}

static void complain(const struct check *c, const char *list, size_t i, const char *member,
                     const char *detail)
{
    const char *const names[] = {"cyrexa", list, index_text(c, i), member, NULL};

    complain_at(c->d, detail, names);
}

static bool is_time(const char *text)
{
    int64_t ignored;

    return text == NULL || clock_parse(text, &ignored);
}

static const char *credential_key(const struct check *c, enum credential_type type,
                                  const char *value)
{
    return arena_printf(c->d->arena, "%s %s", credential_type_names[type],
                        credential_value(c->d->arena, type, value));
}

static const char *fault_of_credential(const struct check *c, const struct seed_credential *it,
                                       const char **ret_member)
{
    *ret_member = "codeHash";
    if (it->code != NULL && it->code_hash != NULL)
        return "can't stand beside code";
    if (it->code_hash != NULL && !password_is_hash(it->code_hash))
        return "is no Argon2id hash that can be verified here";
    *ret_member = "createdAt";
    if (!is_time(it->created))
        return TIME_TEXT;
    *ret_member = "communicationChannel";
    if (it->channel != NULL && !json_is_object(it->channel))
        return "must be an object";
    *ret_member = "value";
    if (it->type == CREDENTIAL_USER_ID)
        return "is everybody's own from the start";
    return say(c->credentials, credential_key(c, (enum credential_type) it->type, it->value))
               ? NULL
               : "is somebody's already";
}

/* `names` has room for the rest of the way behind the list's. */
static void check_credentials(const struct check *c, const struct list *credentials,
                              const char **names, size_t length)
{
    names[length] = "credentials";
    for (size_t i = 0; i < credentials->count; i++) {
        const char *detail = fault_of_credential(c, list_at(credentials, i), &names[length + 2]);

        names[length + 1] = index_text(c, i);
        names[length + 3] = NULL;
        if (detail != NULL)
            complain_at(c->d, detail, names);
    }
}

static void check_users(const struct check *c)
{
    for (size_t i = 0; i < c->seed->users.count; i++) {
        const struct seed_user *user = list_at(&c->seed->users, i);
        const char *names[6] = {"users", index_text(c, i)};

        if (user->email_released != YES)
            say(c->credentials, credential_key(c, CREDENTIAL_EMAIL, user->email));
        if (user->credentials.count > 0 && user->person != 0)
            complain_at(c->d, "are told of with the user with whom the person begins",
                        (const char *const[]){"users", names[1], "credentials", NULL});
        check_credentials(c, &user->credentials, names, 2);
    }
}

static void check_organization(const struct check *c, size_t i)
{
    const struct seed_organization *it = list_at(&c->seed->cyrexa.organizations, i);
    size_t founder = it->body.name == NULL ? NOT_SAID : roll_identity(c->roll, it->body.name);
    const struct seed_user *user = founder == NOT_SAID ? NULL : list_at(&c->seed->users, founder);

    if (it->body.name != NULL && !say(c->organizations, it->body.name))
        complain(c, "organizations", i, "id", "is an earlier organization's");
    if (user != NULL && strcmp(user->identity.type, identity_type_names[IDENTITY_CORPORATE]) != 0)
        complain(c, "organizations", i, "id", "is a consumer's");
    if (!is_time(it->created))
        complain(c, "organizations", i, "createdAt", TIME_TEXT);
}

/* Whether the organization that a customer names is in the document. */
static bool is_organization(const struct check *c, const char *name)
{
    size_t founder = roll_identity(c->roll, name);

    if (json_object_get(c->organizations, name) != NULL)
        return true;
    return founder != NOT_SAID &&
           strcmp(((const struct seed_user *) list_at(&c->seed->users, founder))->identity.type,
                  identity_type_names[IDENTITY_CORPORATE]) == 0;
}

/* An export shows that there was one, and no more. */
static bool has_password(const struct seed_customer *it)
{
    return it->body.person.password != NULL && *it->body.person.password != '\0';
}

static bool has_own(const struct seed_customer *it)
{
    return it->body.person.email != NULL || has_password(it) || it->password_hash != NULL ||
           it->user != 0 || it->credentials.count > 0 ||
           two_factor_flags_given(&it->body.two_factor);
}

static bool is_listed(struct arena *a, const struct seed_customer *it)
{
    const char *email = credential_value(a, CREDENTIAL_EMAIL, it->body.person.email);

    for (size_t i = 0; i < it->credentials.count; i++) {
        const struct seed_credential *c = list_at(&it->credentials, i);

        if (c->type == CREDENTIAL_EMAIL &&
            strcmp(credential_value(a, CREDENTIAL_EMAIL, c->value), email) == 0)
            return true;
    }
    return false;
}

static void check_address(const struct check *c, size_t i, const struct seed_customer *it)
{
    const char *email = it->body.person.email;
    const char *const names[] = {"cyrexa", "customers", index_text(c, i), "person", "email", NULL};

    if (email != NULL && !is_listed(c->d->arena, it) &&
        !say(c->credentials, credential_key(c, CREDENTIAL_EMAIL, email)))
        complain_at(c->d, "is somebody's already", names);
}

/* Of a customer with a person of its own. */
static void check_own(const struct check *c, size_t i, const struct seed_customer *it)
{
    const char *names[7] = {"cyrexa", "customers", index_text(c, i)};
    const char *user = arena_int(c->d->arena, it->user);

    if (it->user != 0 && (roll_find(c->roll->ids, user) != NOT_SAID || !say(c->users, user)))
        complain(c, "customers", i, "userId", "is somebody else's");
    if (it->password_hash != NULL && has_password(it))
        complain(c, "customers", i, "passwordHash", "can't stand beside person.password");
    else if (it->password_hash != NULL && !password_is_hash(it->password_hash))
        complain(c, "customers", i, "passwordHash",
                 "is no Argon2id hash that can be verified here");
    check_address(c, i, it);
    check_credentials(c, &it->credentials, names, 3);
}

static void check_customer(const struct check *c, size_t i)
{
    const struct seed_customer *it = list_at(&c->seed->cyrexa.customers, i);
    const char *name = it->body.name;
    bool identitys = name != NULL && roll_identity(c->roll, name) != NOT_SAID;

    if (name != NULL && !say(c->customers, name))
        complain(c, "customers", i, "id", "is an earlier customer's");
    if (identitys && has_own(it))
        complain(c, "customers", i, "id",
                 "is an identity's, whose user has the address, password, factors and credentials");
    if (!identitys)
        check_own(c, i, it);
    if (it->body.organization != NULL && !is_organization(c, it->body.organization))
        complain(c, "customers", i, "organizationId", "is of no organization of the document");
    if (!is_time(it->created))
        complain(c, "customers", i, "createdAt", TIME_TEXT);
}

void seed_check_customers(struct decoder *d, const struct seed *seed, const struct roll *roll)
{
    const struct check c = {d,
                            seed,
                            roll,
                            .organizations = json_object(),
                            .customers = json_object(),
                            .users = json_object(),
                            .credentials = json_object()};

    check_users(&c);
    for (size_t i = 0; i < seed->cyrexa.organizations.count; i++)
        check_organization(&c, i);
    for (size_t i = 0; i < seed->cyrexa.customers.count; i++)
        check_customer(&c, i);
    json_decref(c.organizations);
    json_decref(c.customers);
    json_decref(c.users);
    json_decref(c.credentials);
}

/* ---- into a realm ---- */

static struct scene scene_at(const struct sowing *w, const char *created)
{
    struct scene then = w->scene;

    then.now = time_or_now(&w->scene, created);
    return then;
}

/* The identity that has the id in the document; 0: none. */
static int64_t identity_of(const struct sowing *w, const char *name)
{
    size_t founder = name == NULL ? NOT_SAID : roll_identity(&w->roll, name);

    return founder == NOT_SAID ? 0 : ((const struct user *) list_at(&w->made, founder))->identity;
}

/* What is called so in the document, as it is called in the realm. */
static const char *name_in_realm(const struct sowing *w, const char *name)
{
    int64_t identity = identity_of(w, name);

    return identity == 0 ? name : arena_int(w->scene.arena, identity);
}

static int add_credentials(struct sowing *w, int64_t person, const struct list *credentials)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < credentials->count; i++) {
        const struct seed_credential *it = list_at(credentials, i);
        struct scene then = scene_at(w, it->created);
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
    struct scene then = scene_at(w, it->created);
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
    int rc =
        store_customer_of(w->scene.store, w->scene.arena, identity_of(w, body->name), &customer);

    if (rc < 0)
        return rc;
    customer.type = body->type;
    if (body->status >= 0)
        customer.status = body->status;
    if (body->organization != NULL)
        customer.organization = name_in_realm(w, body->organization);
    customer.details = customer_details(w->scene.arena, json);
    return store_customer_update(w->scene.store, &customer);
}

static int add_customer(struct sowing *w, const struct seed_customer *it, const json_t *json)
{
    struct scene then = scene_at(w, it->created);
    struct customer_body body = it->body;
    struct customer made;
    int64_t id;

    if (identity_of(w, body.name) != 0)
        return change_customer(w, &body, json);
    int rc = free_id(w, it->user, &id);

    if (body.person.email != NULL && is_listed(then.arena, it))
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
    return json_object_get(json_object_get(w->json, "cyrexa"), list);
}

int sow_customers(struct sowing *w)
{
    const struct seed_cyrexa *cyrexa = &w->seed.cyrexa;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < w->seed.users.count; i++) {
        const struct seed_user *user = list_at(&w->seed.users, i);

        rc = add_credentials(w, ((const struct user *) list_at(&w->made, i))->person,
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
