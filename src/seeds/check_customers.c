/* SPDX-License-Identifier: MIT */
/* Checks of customers, organizations and credentials across several members. */
#include "base/clock.h"
#include "check.h"
#include "model/password.h"

#include <string.h>

/* The document, and the ids and credentials seen in it so far. */
struct check {
    struct decoder *d;
    const struct seed *seed;
    const struct seed_index *index;
    json_t *organizations; /* by id */
    json_t *customers;     /* by id */
    json_t *users;         /* ids of people */
    json_t *credentials;   /* "type value" */
};

/* False when the key was in the set already. */
static bool set_add(json_t *set, const char *key)
{
    if (json_object_get(set, key) != NULL)
        return false;
    json_object_set_new_nocheck(set, key, json_true());
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

    seed_complain(c->d, detail, names);
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

static const char *credential_error(const struct check *c, const struct seed_credential *it,
                                    const char **ret_member)
{
    *ret_member = "codeHash";
    if (it->code != NULL && it->code_hash != NULL)
        return "can't be given together with code";
    if (it->code_hash != NULL && !password_is_hash(it->code_hash))
        return HASH_TEXT;
    *ret_member = "createdAt";
    if (!is_time(it->created))
        return TIME_TEXT;
    *ret_member = "communicationChannel";
    if (it->channel != NULL && !json_is_object(it->channel))
        return "must be an object";
    *ret_member = "value";
    if (it->type == CREDENTIAL_USER_ID)
        return "can't be given: everyone has a user id";
    return set_add(c->credentials, credential_key(c, (enum credential_type) it->type, it->value))
               ? NULL
               : "is taken";
}

/* `names` is the path to the list's parent, of `length`, with room for four more. */
static void check_credentials(const struct check *c, const struct list *credentials,
                              const char **names, size_t length)
{
    names[length] = "credentials";
    for (size_t i = 0; i < credentials->count; i++) {
        const char *detail = credential_error(c, list_at(credentials, i), &names[length + 2]);

        names[length + 1] = index_text(c, i);
        names[length + 3] = NULL;
        if (detail != NULL)
            seed_complain(c->d, detail, names);
    }
}

static void check_users(const struct check *c)
{
    for (size_t i = 0; i < c->seed->users.count; i++) {
        const struct seed_user *user = list_at(&c->seed->users, i);
        const char *names[6] = {"users", index_text(c, i)};

        if (user->email_released != YES)
            set_add(c->credentials, credential_key(c, CREDENTIAL_EMAIL, user->email));
        if (user->credentials.count > 0 && user->person != 0)
            seed_complain(c->d, "must be given at the first user of the person",
                          (const char *const[]){"users", names[1], "credentials", NULL});
        check_credentials(c, &user->credentials, names, 2);
    }
}

static void check_organization(const struct check *c, size_t i)
{
    const struct seed_organization *it = list_at(&c->seed->cyrexa.organizations, i);
    size_t root_user =
        it->body.name == NULL ? NOT_IN_SEED : seed_index_identity(c->index, it->body.name);
    const struct seed_user *user =
        root_user == NOT_IN_SEED ? NULL : list_at(&c->seed->users, root_user);

    if (it->body.name != NULL && !set_add(c->organizations, it->body.name))
        complain(c, "organizations", i, "id", "is taken by an earlier organization");
    if (user != NULL && strcmp(user->identity.type, identity_type_names[IDENTITY_CORPORATE]) != 0)
        complain(c, "organizations", i, "id", "is the id of a consumer");
    if (!is_time(it->created))
        complain(c, "organizations", i, "createdAt", TIME_TEXT);
}

/* Whether the document has the organization that a customer names: an entry or a corporate. */
static bool is_organization(const struct check *c, const char *name)
{
    size_t root_user = seed_index_identity(c->index, name);

    if (json_object_get(c->organizations, name) != NULL)
        return true;
    return root_user != NOT_IN_SEED &&
           strcmp(((const struct seed_user *) list_at(&c->seed->users, root_user))->identity.type,
                  identity_type_names[IDENTITY_CORPORATE]) == 0;
}

/* An export has an empty password beside the hash. */
static bool has_password(const struct seed_customer *it)
{
    return it->body.person.password != NULL && *it->body.person.password != '\0';
}

static bool has_person_members(const struct seed_customer *it)
{
    return it->body.person.email != NULL || has_password(it) || it->password_hash != NULL ||
           it->user != 0 || it->credentials.count > 0 ||
           two_factor_flags_given(&it->body.two_factor);
}

bool seed_lists_address(struct arena *a, const struct seed_customer *it)
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

    if (email != NULL && !seed_lists_address(c->d->arena, it) &&
        !set_add(c->credentials, credential_key(c, CREDENTIAL_EMAIL, email)))
        seed_complain(c->d, "is taken", names);
}

/* Checks a customer that is no identity's and so has its own person. */
static void check_own(const struct check *c, size_t i, const struct seed_customer *it)
{
    const char *names[7] = {"cyrexa", "customers", index_text(c, i)};
    const char *user = arena_int(c->d->arena, it->user);

    if (it->user != 0 &&
        (seed_index_find(c->index->ids, user) != NOT_IN_SEED || !set_add(c->users, user)))
        complain(c, "customers", i, "userId", "is taken");
    if (it->password_hash != NULL && has_password(it))
        complain(c, "customers", i, "passwordHash", "can't be given together with person.password");
    else if (it->password_hash != NULL && !password_is_hash(it->password_hash))
        complain(c, "customers", i, "passwordHash", HASH_TEXT);
    check_address(c, i, it);
    check_credentials(c, &it->credentials, names, 3);
}

static void check_customer(const struct check *c, size_t i)
{
    const struct seed_customer *it = list_at(&c->seed->cyrexa.customers, i);
    const char *name = it->body.name;
    bool of_identity = name != NULL && seed_index_identity(c->index, name) != NOT_IN_SEED;

    if (name != NULL && !set_add(c->customers, name))
        complain(c, "customers", i, "id", "is taken by an earlier customer");
    if (of_identity && has_person_members(it))
        complain(c, "customers", i, "id",
                 "is an identity: give address, password, factors and credentials at its user");
    if (!of_identity)
        check_own(c, i, it);
    if (it->body.organization != NULL && !is_organization(c, it->body.organization))
        complain(c, "customers", i, "organizationId", "is not an organization of the document");
    if (!is_time(it->created))
        complain(c, "customers", i, "createdAt", TIME_TEXT);
}

void seed_check_customers(struct decoder *d, const struct seed *seed,
                          const struct seed_index *index)
{
    const struct check c = {d,
                            seed,
                            index,
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
