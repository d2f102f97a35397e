/* SPDX-License-Identifier: MIT */
/* Customers, organizations and credentials in seed documents: what they may say (control.md 7). */
#include "base/clock.h"
#include "model/password.h"
#include "seeds/seeds.h"

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
