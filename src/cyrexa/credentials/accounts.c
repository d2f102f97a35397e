/* SPDX-License-Identifier: MIT */
/* Finding the owner of a credential, and making the account that answers show (cyrexa.md 4.4). */
#include "accounts.h"

#include "base/encode.h"
#include "directory/context.h"
#include "directory/customers_store.h"
#include "directory/people_store.h"
#include "directory/sessions.h"
#include "directory/sessions_store.h"
#include "directory/users_store.h"

#include <errno.h>
#include <string.h>

#define VALUE_MOST 1000

const struct group credentials_group = {.tag = "credentials", .title = "Credentials"};

static const struct rule channel_rules[] = {
    RULE_TEXT(struct channel_body, name, "name", .most = VALUE_MOST),
    RULE_TEXT(struct channel_body, type, "type", .not_blank = true, .most = VALUE_MOST),
    RULE_TEXT(struct channel_body, address_url, "addressUrl", .most = VALUE_MOST),
    END_OF_RULES,
};

/* Types whose value is public by nature. That of another, a misspelt or a missing one may be a password. */
static const char *const public_types[] = {"email", "intenal_user_id", "username", "sms", NULL};
static const struct sibling public_value = {"credentialType", public_types};

const struct rule credential_rules[] = {
    RULE_CHOICE(struct credential, type, "credentialType", credential_type_names, REQUIRED),
    RULE_TEXT(struct credential, value, "value", REQUIRED, .not_blank = true, .most = VALUE_MOST,
              .secret_unless = &public_value),
    RULE_TEXT(struct credential, code, "code", SECRET, .most = VALUE_MOST),
    RULE_OBJECT(struct credential, channel, "communicationChannel", channel_rules),
    END_OF_RULES,
};

static const struct rule one_credential_rules[] = {
    RULE_OBJECT(struct one_credential, credential, "credential", credential_rules, REQUIRED),
    END_OF_RULES,
};
const struct input one_credential_input = {
    .name = "OneCredential", .rules = one_credential_rules, .size = sizeof(struct one_credential)};

static const struct field credential_fields[] = {
    SHOW_TEXT(struct account_credential, session, "sessionId"),
    SHOW_TEXT(struct account_credential, value, "value"),
    SHOW_TEXT(struct account_credential, token, "token", SECRET),
    END_OF_FIELDS,
};

const struct field account_factor_fields[] = {
    SHOW_TEXT(struct account_factor, row.id, "id"),
    SHOW_TIME(struct account_factor, row.created, "createdAt"),
    SHOW_TIME(struct account_factor, row.updated, "updatedAt"),
    SHOW_TEXT(struct account_factor, tenant, "tenantId"),
    SHOW_BOOLEAN(struct account_factor, row.login, "login"),
    SHOW_BOOLEAN(struct account_factor, row.trading, "trading"),
    SHOW_BOOLEAN(struct account_factor, row.funding, "funding"),
    SHOW_TEXT(struct account_factor, user, "userId"),
    END_OF_FIELDS,
};

static const struct field account_fields[] = {
    SHOW_TEXT(struct account, user, "userId"),
    SHOW_TEXT(struct account, customer, "customerId"),
    SHOW_TEXT(struct account, person, "personId"),
    SHOW_TEXT(struct account, tenant, "tenantId"),
    SHOW_TEXT(struct account, organization, "organizationId"),
    SHOW_LIST(struct account, credentials, "credentials", credential_fields),
    SHOW_LIST(struct account, two_factor, "twoFaInfo", account_factor_fields),
    END_OF_FIELDS,
};
const struct view accounts_view = {.name = "Accounts", .fields = account_fields, .array = true};

/* ---- the owner of a credential ---- */

/* Sets the person, and the person's first user if there is one. */
static int match_person(struct request *r, int64_t person, struct match *ret)
{
    struct list users;
    int rc = store_users_of_person(r->store, r->arena, r->realm->id, person, 1, &users);

    ret->person = person;
    if (rc == 0 && users.count > 0)
        ret->user = *(const struct user *) list_at(&users, 0);
    return rc;
}

static int find_stored(struct request *r, const struct credential *c, struct match *ret)
{
    enum credential_type type = (enum credential_type) c->type;
    int rc = store_credential_find(r->store, r->arena, r->realm->id, credential_type_names[type],
                                   credential_value(r->arena, type, c->value), &ret->stored);

    if (rc < 0)
        return rc;
    ret->value = ret->stored.value;
    return match_person(r, ret->stored.person, ret);
}

/* Only the canonical text of an id matches: not "007" for 7. */
static int find_by_user_id(struct request *r, const struct credential *c, struct match *ret)
{
    int64_t id = id_parse(c->value);
    struct person person;

    if (strcmp(arena_int(r->arena, id), c->value) != 0)
        return -ENOENT;
    int rc = match_person(r, id, ret);

    return rc == 0 && ret->user.id == 0
               ? store_person_find(r->store, r->arena, r->realm->id, id, &person)
               : rc;
}

/* The e-mail addresses and mobile numbers of users are credentials as well. */
static int find_in_directory(struct request *r, const struct credential *c, struct match *ret)
{
    int rc = -ENOENT;

    if (c->type == CREDENTIAL_EMAIL)
        rc = store_user_find_by_email(r->store, r->arena, r->realm->id,
                                      credential_value(r->arena, CREDENTIAL_EMAIL, c->value),
                                      &ret->user);
    else if (c->type == CREDENTIAL_SMS)
        rc = store_user_find_by_mobile(r->store, r->arena, r->realm->id, c->value, &ret->user);
    if (rc < 0)
        return rc;
    ret->person = ret->user.person;
    ret->by_email = c->type == CREDENTIAL_EMAIL;
    if (ret->by_email)
        ret->value = ret->user.email;
    return 0;
}

/* A user's address has precedence over a credential row, but a row over a user's number: it has a code. */
int credential_match(struct request *r, const struct credential *c, struct match *ret)
{
    *ret = (struct match){.value = c->value};
    if (c->type == CREDENTIAL_USER_ID)
        return find_by_user_id(r, c, ret);
    bool stored_first = c->type != CREDENTIAL_EMAIL;
    int rc = stored_first ? find_stored(r, c, ret) : find_in_directory(r, c, ret);

    if (rc != -ENOENT)
        return rc;
    return stored_first ? find_in_directory(r, c, ret) : find_stored(r, c, ret);
}

bool code_is_password(const struct credential *c, const struct match *match)
{
    return match->by_email || c->type == CREDENTIAL_USER_ID;
}

int match_code(struct request *r, const struct credential *c, const struct match *match,
               const char **ret)
{
    struct person person;

    *ret = match->stored.code_hash;
    if (!code_is_password(c, match))
        return 0;
    int rc = store_person_find(r->store, r->arena, r->realm->id, match->person, &person);

    if (rc == 0)
        *ret = person.password_hash;
    return rc;
}

/* The id of the customer: a user's identity, or the person if it has no user. */
static int64_t customer_id(const struct match *match)
{
    return match->user.id == 0 ? match->person : match->user.identity;
}

int match_customer(struct request *r, const struct match *match, struct customer *ret)
{
    return store_customer_of(r->store, r->arena, customer_id(match), ret);
}

/* ---- the account ---- */

int account_init(struct request *r, const struct match *match, struct account *ret)
{
    const char *person = arena_int(r->arena, match->person);
    struct standing standing;
    int rc = store_standing(r->store, r->arena, r->realm->id, match->person, customer_id(match),
                            &standing);

    if (rc < 0)
        return rc;
    *ret = (struct account){
        .user = person,
        .customer = standing.customer,
        .person = person,
        .tenant = r->realm->tenant_id,
        .organization = standing.organization == NULL ? "" : standing.organization,
        .credentials = LIST_OF(struct account_credential),
        .two_factor = LIST_OF(struct account_factor),
        .has_credentials = standing.has_credentials,
    };
    if (standing.two_factor.id != NULL)
        *(struct account_factor *) list_add(&ret->two_factor, r->arena) =
            (struct account_factor){standing.two_factor, ret->tenant, ret->user};
    return 0;
}

/* The search for the newest live session of a credential, opened through either gateway. */
struct session_search {
    struct request *r;
    int64_t user; /* whose address opened it; 0: any user of the person */
    struct account_credential *row;
};

/* Called for each session, newest first, until it returns true. */
static bool take_session(void *context, const struct session *session)
{
    const struct session_search *search = context;
    struct request *r = search->r;

    if ((CUSTOMER_KINDS & KIND(session->kind)) == 0 ||
        (search->user != 0 && session->user != search->user) || session_is_suspended(session) ||
        !session_is_live(session, &r->realm->settings, r->now))
        return false;
    search->row->session = arena_int(r->arena, session->id);
    search->row->token = arena_text(r->arena, session->token);
    return true;
}

static struct account_credential *add_row(struct request *r, struct account *account,
                                          const char *value)
{
    struct account_credential *row = list_add(&account->credentials, r->arena);

    *row = (struct account_credential){.session = "", .value = value, .token = ""};
    return row;
}

/* Adds a credential of the directory; `user` is 0 for anything but an address. */
static int add_directory_row(struct request *r, struct account *account, int64_t person,
                             int64_t user, const char *value)
{
    struct session_search search = {.r = r, .user = user, .row = add_row(r, account, value)};

    return store_sessions_of_person(r->store, r->realm->id, person, take_session, &search);
}

static int add_stored_row(struct request *r, struct account *account,
                          const struct credential_row *stored, const char *value)
{
    struct session_search search = {.r = r, .row = add_row(r, account, value)};

    return store_sessions_of_credential(r->store, r->realm->id, stored->id, take_session, &search);
}

static int add_matched(struct request *r, const struct match *match, struct account *account)
{
    if (match->stored.id != 0)
        return add_stored_row(r, account, &match->stored, match->value);
    return add_directory_row(r, account, match->person, match->by_email ? match->user.id : 0,
                             match->value);
}

/* Adds the addresses of the person's other users. */
static int add_addresses(struct request *r, const struct match *match, struct account *account)
{
    struct list emails;
    int rc = store_emails_of_person(r->store, r->arena, r->realm->id, match->person, &emails);

    for (size_t i = 0; rc == 0 && i < emails.count; i++) {
        const struct user_email *other = list_at(&emails, i);

        if (!match->by_email || other->user != match->user.id)
            rc = add_directory_row(r, account, match->person, other->user, other->email);
    }
    return rc;
}

int account_add_credentials(struct request *r, const struct match *match, struct account *account)
{
    struct list stored = LIST_OF(struct credential_row);
    int rc = add_matched(r, match, account);

    if (rc == 0 && match->user.id != 0)
        rc = add_addresses(r, match, account);
    if (rc == 0 && account->has_credentials)
        rc = store_credentials(r->store, r->arena, r->realm->id, match->person, &stored);
    for (size_t i = 0; rc == 0 && i < stored.count; i++) {
        const struct credential_row *other = list_at(&stored, i);

        if (other->id != match->stored.id)
            rc = add_stored_row(r, account, other,
                                credential_is_hidden(other->type) ? "" : other->value);
    }
    return rc;
}

int account_open_session(struct request *r, const struct match *match, struct session *ret)
{
    struct context ctx = context_of(r);

    *ret = (struct session){
        .kind = SESSION_CUSTOMER,
        .person = match->person,
        .user = match->by_email ? match->user.id : 0,
        .expires = r->now + r->realm->settings.cyrexa.session_seconds * 1000,
    };
    return session_open(&ctx, ret, arena_int(r->arena, match->person));
}
