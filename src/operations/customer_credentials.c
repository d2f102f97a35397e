/* SPDX-License-Identifier: MIT */
/* The Customer API: getCredentials (cyrexa.md 4.4). */
#include "api/reply.h"
#include "base/encode.h"
#include "domain/password.h"
#include "scene.h"
#include "store/identities.h"
#include "store/people.h"
#include "store/sessions.h"
#include "store/users.h"
#include "tables.h"

#include <errno.h>
#include <string.h>

const struct group credentials_group = {.tag = "credentials", .title = "Credentials"};

/* In the order of the seed; the first misspelling is the vendor's. */
static const char *const credential_types[] = {"email",
                                               "intenal_user_id",
                                               "single_token",
                                               "one_time_password",
                                               "username",
                                               "passport",
                                               "person_id_card",
                                               "personal_identification_number",
                                               "biometrics",
                                               "secret_question",
                                               "sms",
                                               NULL};

enum credential_type { TYPE_EMAIL = 0, TYPE_USER_ID = 1, TYPE_SMS = 10 };

/* Whose values are shown only where they were asked for. */
static const char *const hidden_types[] = {
    "single_token", "one_time_password", "biometrics", "secret_question", "sms", NULL};

struct channel_body {
    const char *name;
    const char *type;
    const char *address_url;
};

static const struct rule channel_rules[] = {
    RULE_TEXT(struct channel_body, name, "name"),
    RULE_TEXT(struct channel_body, type, "type", .not_blank = true),
    RULE_TEXT(struct channel_body, address_url, "addressUrl"),
    END_OF_RULES,
};

struct credential {
    int type;
    const char *value;
    const char *code;
    struct channel_body channel;
};

static const struct rule credential_rules[] = {
    RULE_CHOICE(struct credential, type, "credentialType", credential_types, REQUIRED),
    RULE_TEXT(struct credential, value, "value", REQUIRED, .not_blank = true),
    RULE_TEXT(struct credential, code, "code", SECRET),
    RULE_OBJECT(struct credential, channel, "communicationChannel", channel_rules),
    END_OF_RULES,
};

struct get_credentials {
    struct credential credential;
};

static const struct rule get_credentials_rules[] = {
    RULE_OBJECT(struct get_credentials, credential, "credential", credential_rules, REQUIRED),
    END_OF_RULES,
};
const struct input get_credentials_input = {.name = "GetCredentials",
                                            .rules = get_credentials_rules,
                                            .size = sizeof(struct get_credentials)};

struct credential_row {
    const char *session;
    const char *value;
    const char *token;
};

static const struct field credential_fields[] = {
    SHOW_TEXT(struct credential_row, session, "sessionId"),
    SHOW_TEXT(struct credential_row, value, "value"),
    SHOW_TEXT(struct credential_row, token, "token", SECRET),
    END_OF_FIELDS,
};

struct two_factor_row {
    const char *id;
    int64_t created;
    int64_t updated;
    const char *tenant;
    bool login;
    bool trading;
    bool funding;
    const char *user;
};

static const struct field two_factor_fields[] = {
    SHOW_TEXT(struct two_factor_row, id, "id"),
    SHOW_TIME(struct two_factor_row, created, "createdAt"),
    SHOW_TIME(struct two_factor_row, updated, "updatedAt"),
    SHOW_TEXT(struct two_factor_row, tenant, "tenantId"),
    SHOW_BOOLEAN(struct two_factor_row, login, "login"),
    SHOW_BOOLEAN(struct two_factor_row, trading, "trading"),
    SHOW_BOOLEAN(struct two_factor_row, funding, "funding"),
    SHOW_TEXT(struct two_factor_row, user, "userId"),
    END_OF_FIELDS,
};

struct account {
    const char *user;
    const char *customer;
    const char *person;
    const char *tenant;
    const char *organization;
    struct list credentials;
    struct list two_factor;
};

static const struct field account_fields[] = {
    SHOW_TEXT(struct account, user, "userId"),
    SHOW_TEXT(struct account, customer, "customerId"),
    SHOW_TEXT(struct account, person, "personId"),
    SHOW_TEXT(struct account, tenant, "tenantId"),
    SHOW_TEXT(struct account, organization, "organizationId"),
    SHOW_LIST(struct account, credentials, "credentials", credential_fields),
    SHOW_LIST(struct account, two_factor, "twoFaInfo", two_factor_fields),
    END_OF_FIELDS,
};
const struct view accounts_view = {.name = "Accounts", .fields = account_fields, .array = true};

/* Whom a credential belongs to. */
struct match {
    struct user user;      /* the place that the address or number stands for, or the first */
    const char *value;     /* as it is stored */
    const char *code_hash; /* NULL: it has none */
    bool by_email;
};

static const char *trimmed(struct arena *a, const char *text)
{
    size_t length;

    text += strspn(text, " \t\r\n");
    for (length = strlen(text); length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL;)
        length--;
    return arena_textn(a, text, length);
}

/* The person's first place, as for every credential that is no address or number. */
static int first_place(struct request *r, int64_t person, struct user *ret)
{
    struct list users;
    int rc = store_users_of_person(r->store, r->arena, r->realm->id, person, &users);

    if (rc == 0 && users.count == 0)
        return -ENOENT;
    if (rc == 0)
        *ret = *(const struct user *) list_at(&users, 0);
    return rc;
}

static int find_stored(struct request *r, const struct credential *c, struct match *ret)
{
    struct customer_credential stored;
    int rc = store_customer_credential_find(r->store, r->arena, r->realm->id,
                                            credential_types[c->type], c->value, &stored);

    if (rc < 0)
        return rc;
    ret->value = stored.value;
    ret->code_hash = stored.code_hash;
    return first_place(r, stored.person, &ret->user);
}

static int find_by_email(struct request *r, const struct credential *c, struct match *ret)
{
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, trimmed(r->arena, c->value),
                                      &ret->user);

    ret->by_email = true;
    ret->value = ret->user.email;
    return rc;
}

static const char *id_text(struct request *r, int64_t id)
{
    return arena_int(r->arena, id);
}

/* Compared byte by byte: "007" is not 7. */
static int find_by_user_id(struct request *r, const struct credential *c, struct match *ret)
{
    int64_t id = id_parse(c->value);

    return strcmp(id_text(r, id), c->value) == 0 ? first_place(r, id, &ret->user) : -ENOENT;
}

static int find_match(struct request *r, const struct credential *c, struct match *ret)
{
    int rc;

    *ret = (struct match){.value = c->value};
    if (c->type == TYPE_EMAIL)
        return find_by_email(r, c, ret);
    if (c->type == TYPE_USER_ID)
        return find_by_user_id(r, c, ret);
    rc = find_stored(r, c, ret);
    if (rc != -ENOENT || c->type != TYPE_SMS)
        return rc;
    return store_user_find_by_mobile(r->store, r->arena, r->realm->id, c->value, &ret->user);
}

/* A code that was sent must match the stored one, else there is no match. */
static int code_matches(struct request *r, const struct credential *c, struct match *match)
{
    struct person person;

    if (c->code == NULL)
        return PASS;
    if (match->by_email || c->type == TYPE_USER_ID) {
        int rc = store_person_find(r->store, r->arena, r->realm->id, match->user.person, &person);
        if (rc < 0)
            return rc;
        match->code_hash = person.password_hash;
    }
    return match->code_hash == NULL || password_matches(match->code_hash, c->code) ? PASS : 0;
}

/* The newest live session that a credential opened, whichever gateway it came through. */
struct session_search {
    struct request *r;
    int64_t user; /* whose address; 0: any of the person's */
    struct credential_row *row;
};

static bool take_session(void *context, const struct session *session)
{
    static const unsigned shown = KIND(SESSION_ACCESS) | KIND(SESSION_AUTH) |
                                  KIND(SESSION_AUTH_BIOMETRIC) | KIND(SESSION_CUSTOMER);
    const struct session_search *search = context;
    struct request *r = search->r;

    if ((shown & KIND(session->kind)) == 0 ||
        (search->user != 0 && session->user != search->user) ||
        !session_is_live(session, &r->realm->settings, r->now))
        return false;
    search->row->session = id_text(r, session->id);
    search->row->token = arena_text(r->arena, session->token);
    return true;
}

/* No session was opened by such a credential yet. */
#define NO_USER (-1)

static int add_row(struct request *r, struct account *account, int64_t person, int64_t user,
                   const char *value)
{
    struct credential_row *row = list_add(&account->credentials, r->arena);
    struct session_search search = {.r = r, .user = user, .row = row};

    *row = (struct credential_row){.session = "", .value = value, .token = ""};
    if (user == NO_USER)
        return 0;
    return store_sessions_of_person(r->store, r->realm->id, person, take_session, &search);
}

static bool is_hidden(const char *type)
{
    for (const char *const *hidden = hidden_types; *hidden != NULL; hidden++) {
        if (strcmp(*hidden, type) == 0)
            return true;
    }
    return false;
}

/* The matched one first, then all others in the order of adding. */
static int add_credentials(struct request *r, const struct match *match, const struct credential *c,
                           struct account *account)
{
    int64_t person = match->user.person;
    struct list emails;
    struct list stored;
    int rc = store_emails_of_person(r->store, r->arena, r->realm->id, person, &emails);

    if (rc == 0)
        rc = store_customer_credentials(r->store, r->arena, r->realm->id, person, &stored);
    if (rc == 0)
        rc = add_row(r, account, person, match->by_email ? match->user.id : 0, match->value);
    for (size_t i = 0; rc == 0 && i < emails.count; i++) {
        const struct user_email *other = list_at(&emails, i);

        if (!match->by_email || other->user != match->user.id)
            rc = add_row(r, account, person, other->user, other->email);
    }
    for (size_t i = 0; rc == 0 && i < stored.count; i++) {
        const struct customer_credential *other = list_at(&stored, i);

        if (strcmp(other->type, credential_types[c->type]) != 0 ||
            strcmp(other->value, match->value) != 0)
            rc = add_row(r, account, person, NO_USER, is_hidden(other->type) ? "" : other->value);
    }
    return rc;
}

static int add_two_factor(struct request *r, int64_t person, struct account *account)
{
    struct two_factor found;
    int rc = store_two_factor_find(r->store, r->arena, r->realm->id, person, &found);

    if (rc == 0)
        *(struct two_factor_row *) list_add(&account->two_factor, r->arena) =
            (struct two_factor_row){
                .id = found.id,
                .created = found.created,
                .updated = found.updated,
                .tenant = r->realm->tenant_id,
                .login = found.login,
                .trading = found.trading,
                .funding = found.funding,
                .user = account->user,
            };
    return rc == -ENOENT ? 0 : rc;
}

bool credentials_get_opens_session(const struct settings *settings)
{
    return settings->cyrexa.get_credentials_opens_session == YES;
}

/* The setting for clients that depend on a live session (cyrexa.md 4.4, the switch). */
static int open_if_none(struct request *r, const struct match *match, struct account *account)
{
    struct credential_row *row = list_at(&account->credentials, 0);
    struct scene scene = scene_of(r);
    struct session session = {
        .kind = SESSION_CUSTOMER,
        .person = match->user.person,
        .user = match->user.id,
        .expires = r->now + r->realm->settings.cyrexa.session_seconds * 1000,
    };

    if (!credentials_get_opens_session(&r->realm->settings) || *row->session != '\0')
        return 0;
    int rc = session_open(&scene, &session, account->person);
    if (rc == 0)
        *row = (struct credential_row){id_text(r, session.id), row->value, session.token};
    return rc;
}

int credentials_get(struct request *r)
{
    const struct get_credentials *in = r->input;
    struct list accounts = LIST_OF(struct account);
    struct match match;
    int rc = find_match(r, &in->credential, &match);

    if (rc == -ENOENT)
        return reply(r, &accounts);
    if (rc == 0)
        rc = code_matches(r, &in->credential, &match);
    if (rc < 0)
        return rc;
    if (rc != PASS)
        return reply(r, &accounts);
    struct account *account = list_add(&accounts, r->arena);
    const char *identity = id_text(r, match.user.identity);

    *account = (struct account){
        .user = id_text(r, match.user.person),
        .customer = identity,
        .tenant = r->realm->tenant_id,
        .organization = match.user.identity_type == IDENTITY_CORPORATE ? identity : "",
        .credentials = LIST_OF(struct credential_row),
        .two_factor = LIST_OF(struct two_factor_row),
    };
    account->person = account->user;
    rc = add_credentials(r, &match, &in->credential, account);
    if (rc == 0)
        rc = add_two_factor(r, match.user.person, account);
    if (rc == 0)
        rc = open_if_none(r, &match, account);
    return rc < 0 ? rc : reply(r, &accounts);
}
