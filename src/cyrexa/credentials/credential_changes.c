/* SPDX-License-Identifier: MIT */
/* Adding and resetting credentials (cyrexa.md 4.4). */
#include "accounts.h"
#include "cyrexa/customers.h"
#include "directory/context.h"
#include "directory/customers_store.h"
#include "directory/emails.h"
#include "directory/outbox.h"
#include "directory/passwords.h"
#include "directory/sessions.h"
#include "engine/reply.h"
#include "json/values.h"

#include <errno.h>
#include <string.h>

/* ---- addCredential ---- */

struct addition {
    const char *customer;
    struct list credentials; /* struct credential */
};

static const struct rule addition_rules[] = {
    RULE_TEXT(struct addition, customer, "customerId", REQUIRED, .not_blank = true),
    RULE_LIST(struct addition, credentials, "credentials", credential_rules, struct credential,
              REQUIRED, .least = 1, .most = CREDENTIALS_MOST),
    END_OF_RULES,
};
static const struct input credential_add_input = {
    .name = "AddCredential", .rules = addition_rules, .size = sizeof(struct addition)};

struct addition_answer {
    const char *id;
    const char *message;
    int64_t code;
};

static const struct field addition_fields[] = {
    SHOW_TEXT(struct addition_answer, id, "id"),
    SHOW_TEXT(struct addition_answer, message, "message"),
    SHOW_INTEGER(struct addition_answer, code, "code"),
    END_OF_FIELDS,
};
static const struct view credential_added_view = {.name = "CredentialAdded",
                                                  .fields = addition_fields};

static int refuse_taken(struct request *r, const struct credential *c)
{
    return refuse(r, CREDENTIAL_TAKEN, "the credentialType %s has that value already",
                  credential_type_names[c->type]);
}

static bool is_same(struct arena *a, const struct credential *one, const struct credential *other)
{
    enum credential_type type = (enum credential_type) one->type;

    return one->type == other->type && strcmp(credential_value(a, type, one->value),
                                              credential_value(a, type, other->value)) == 0;
}

/* Refuses a credential that is in use or twice in the request. Every person has a user id already. */
static int free_or_reply(struct request *r, const struct list *credentials, size_t i)
{
    const struct credential *c = list_at(credentials, i);
    struct context ctx = context_of(r);
    struct match ignored;

    if (c->type == CREDENTIAL_USER_ID)
        return refuse_taken(r, c);
    for (size_t j = 0; j < i; j++) {
        if (is_same(r->arena, c, list_at(credentials, j)))
            return refuse_taken(r, c);
    }
    int rc = c->type == CREDENTIAL_EMAIL
                 ? email_is_free(&ctx, credential_value(r->arena, CREDENTIAL_EMAIL, c->value))
                 : credential_match(r, c, &ignored);

    if (rc == -EEXIST || (rc == 0 && c->type != CREDENTIAL_EMAIL))
        return refuse_taken(r, c);
    return rc == 0 || rc == -ENOENT ? PASS : rc;
}

static const char *channel_text(struct request *r, const struct channel_body *channel)
{
    if (channel->name == NULL && channel->type == NULL && channel->address_url == NULL)
        return NULL;
    return json_text_taken(r->arena, json_pack("{s:s*, s:s*, s:s*}", "name", channel->name, "type",
                                               channel->type, "addressUrl", channel->address_url));
}

static int add_credential(struct request *r, int64_t person, const struct credential *c,
                          struct credential_row *ret)
{
    struct context ctx = context_of(r);

    *ret = (struct credential_row){
        .person = person,
        .type = (enum credential_type) c->type,
        .value = c->value,
        .channel = channel_text(r, &c->channel),
    };
    int rc = code_hash(r->arena, c->code, &ret->code_hash);

    return rc < 0 ? rc : credential_add(&ctx, ret);
}

static int credential_addition(struct request *r)
{
    const struct addition *in = r->input;
    struct credential_row first;
    struct customer customer;
    int rc = customer_or_reply(r, in->customer, &customer);

    if (rc == PASS)
        rc = credentials_fit_or_reply(r, customer.person, in->credentials.count);
    for (size_t i = 0; rc == PASS && i < in->credentials.count; i++)
        rc = free_or_reply(r, &in->credentials, i);
    if (rc != PASS)
        return rc;
    rc = add_credential(r, customer.person, list_at(&in->credentials, 0), &first);
    for (size_t i = 1; rc == 0 && i < in->credentials.count; i++) {
        struct credential_row other;

        rc = add_credential(r, customer.person, list_at(&in->credentials, i), &other);
    }
    return rc < 0 ? rc
                  : reply(r, &(struct addition_answer){arena_int(r->arena, first.id),
                                                       "the credentials were added", 200});
}

/* ---- resetCredential ---- */

struct reset_answer {
    const char *message;
    int64_t code;
};

static const struct field reset_fields[] = {
    SHOW_TEXT(struct reset_answer, message, "message"),
    SHOW_INTEGER(struct reset_answer, code, "code"),
    END_OF_FIELDS,
};
static const struct view credential_reset_view = {.name = "CredentialReset",
                                                  .fields = reset_fields};

/* Where the new code is sent: to the request's channel, else the credential's, else the value itself. */
static const char *recipient_of(struct request *r, const struct credential *c,
                                const struct match *match)
{
    json_t *channel =
        match->stored.channel == NULL ? NULL : json_loads(match->stored.channel, 0, NULL);
    const char *address = json_string_value(json_object_get(channel, "addressUrl"));

    if (c->channel.address_url != NULL)
        address = c->channel.address_url;
    const char *ret = arena_text(r->arena, address != NULL ? address : match->value);

    json_decref(channel);
    return ret;
}

static int send_code(struct request *r, const struct credential *c, const struct match *match,
                     const char *code)
{
    struct context ctx = context_of(r);
    const char *to = recipient_of(r, c, match);
    struct message message = {
        .channel = strchr(to, '@') != NULL ? "EMAIL" : "SMS",
        .to = to,
        .kind = "CREDENTIAL_RESET",
        .code = code,
        .text = arena_printf(r->arena, "Your new code is %s.", code),
    };

    return message_send(&ctx, &message);
}

/* Sets the person's password or the code of a credential row, which is created if there is none. */
static int set_code(struct request *r, const struct credential *c, const struct match *match,
                    const char *code)
{
    struct context ctx = context_of(r);
    const char *hash;

    if (code_is_password(c, match))
        return password_set(&ctx, match->person, code);
    if (match->stored.id == 0) {
        struct credential with_code = *c;
        struct credential_row added;

        with_code.code = code;
        return add_credential(r, match->person, &with_code, &added);
    }
    int rc = code_hash(r->arena, code, &hash);

    return rc < 0 ? rc : store_credential_set_code(r->store, match->stored.id, hash);
}

static int end_sessions(struct request *r, const struct match *match)
{
    struct context ctx = context_of(r);

    if (match->stored.id != 0)
        return sessions_end_of_credential(&ctx, match->stored.id);
    return sessions_end_of_person(&ctx, match->person, match->by_email ? match->user.id : 0);
}

static int credential_reset(struct request *r)
{
    const struct one_credential *in = r->input;
    const struct credential *c = &in->credential;
    struct context ctx = context_of(r);
    bool generated = c->code == NULL || *c->code == '\0';
    const char *code = c->code;
    struct match match;
    int rc = credential_match(r, c, &match);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no credential of credentialType %s has that value",
                      credential_type_names[c->type]);
    if (generated)
        code = arena_printf(r->arena, "%06u", (unsigned) random_below(ctx.random, 1000000));
    if (rc == 0)
        rc = set_code(r, c, &match, code);
    if (rc == 0)
        rc = end_sessions(r, &match);
    if (rc == 0 && generated)
        rc = send_code(r, c, &match, code);
    return rc < 0 ? rc : reply(r, &(struct reset_answer){"the credential was reset", 200});
}

/* clang-format off */
const struct operation credential_change_operations[] = {
    OPERATION(credential_addition, POST, "/customer/1.0.0/addCredential", BEARER,
              .summary = "Add credentials to a customer", .group = &credentials_group,
              .input = &credential_add_input, .status = 200, .answer = &credential_added_view, .writes = true,
              .errors = ERRORS(NOT_FOUND, CREDENTIAL_TAKEN)),
    OPERATION(credential_reset, POST, "/customer/1.0.0/resetCredential", BEARER,
              .summary = "Set a new code of a credential and end its sessions", .group = &credentials_group,
              .input = &one_credential_input, .status = 200, .answer = &credential_reset_view, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
