/* SPDX-License-Identifier: MIT */
/* Creating, showing and changing customers (cyrexa.md 4.7), and their second factors (cyrexa.md 4.5). */
#include "cyrexa/customers.h"

#include "credentials/accounts.h"
#include "customer_columns.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "directory/customers_store.h"
#include "directory/emails.h"
#include "directory/passwords.h"
#include "directory/people_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "json/values.h"
#include "model/password.h"

#include <errno.h>
#include <string.h>

const struct group customers_group = {.tag = "customers", .title = "Customers"};

static const struct field customer_fields[] = {
    SHOW_BODY(struct customer_answer, customer, "customer", customer_rules),
    END_OF_FIELDS,
};
static const struct view customer_view = {.name = "CustomerAnswer", .fields = customer_fields};
const struct view customers_wrapped_view = {
    .name = "CustomerAnswers", .fields = customer_fields, .array = true};

static int reply_customer(struct request *r, const struct customer *c)
{
    return reply(r, &(struct customer_answer){customer_text(r->arena, c)});
}

/* ---- creating ---- */

struct customer_create {
    struct customer_body body;
};

static const struct rule customer_create_rules[] = {
    CUSTOMER_RULES(struct customer_create, body, REQUIRED),
    END_OF_RULES,
};
static const struct input customer_create_input = {.name = "CustomerCreate",
                                                   .rules = customer_create_rules,
                                                   .size = sizeof(struct customer_create)};

struct customer_bulk {
    struct list customers; /* struct customer_create */
};

static const struct rule customer_bulk_rules[] = {
    RULE_LIST(struct customer_bulk, customers, "body", customer_create_rules,
              struct customer_create, REQUIRED, .least = 1, .most = BULK_MOST),
    END_OF_RULES,
};
static const struct input customer_bulk_input = {.name = "CustomerBulk",
                                                 .rules = customer_bulk_rules,
                                                 .size = sizeof(struct customer_bulk),
                                                 .array = true};

static int refuse_id(struct request *r, const char *kind, const char *name)
{
    return refuse(r, ID_TAKEN, "%s %.100s already exists", kind, name);
}

static int refuse_email(struct request *r)
{
    return refuse(r, CREDENTIAL_TAKEN, "person.email is the email credential of another person");
}

/* The address of an identity is its root user's, who signs in with it at the Multi API. */
static int valid_email_or_reply(struct request *r, const struct customer *c, const char *email)
{
    if (c->identity == 0 || format_matches(FORMAT_EMAIL, email, strlen(email)))
        return PASS;
    return refuse_member(r, "person.email",
                         "is not an e-mail address, as users of the Multi API need");
}

static int free_email_or_reply(struct request *r, const char *email)
{
    struct context ctx = context_of(r);
    int rc = email == NULL
                 ? 0
                 : email_is_free(&ctx, credential_value(r->arena, CREDENTIAL_EMAIL, email));

    if (rc == -EEXIST)
        return refuse_email(r);
    return rc < 0 ? rc : PASS;
}

/* Id and address of a new customer must be free, and its organization must exist. */
static int new_customer_or_reply(struct request *r, const struct customer_body *body)
{
    struct organization organization;
    struct customer taken;
    int rc = body->name == NULL
                 ? -ENOENT
                 : store_customer_find(r->store, r->arena, r->realm->id, body->name, &taken);

    if (rc == 0)
        return refuse_id(r, "customer", body->name);
    if (rc != -ENOENT)
        return rc;
    rc = body->organization == NULL ? PASS
                                    : organization_or_reply(r, body->organization, &organization);
    return rc == PASS ? free_email_or_reply(r, body->person.email) : rc;
}

static int add_customer(struct context *ctx, const struct customer_body *body, const json_t *json,
                        struct customer *ret)
{
    int64_t id;
    int rc = id_new(ctx, &id);

    return rc < 0 ? rc : customer_add(ctx, id, body, json, ret);
}

static int customer_create(struct request *r)
{
    const struct customer_create *in = r->input;
    struct context ctx = context_of(r);
    struct customer made;
    int rc = new_customer_or_reply(r, &in->body);

    if (rc != PASS)
        return rc;
    rc = add_customer(&ctx, &in->body, r->json, &made);
    return rc < 0 ? rc : reply_customer(r, &made);
}

static bool are_equal(const char *one, const char *other)
{
    return one != NULL && other != NULL && strcmp(one, other) == 0;
}

static const char *email_of(struct arena *a, const struct customer_body *body)
{
    return body->person.email == NULL ? NULL
                                      : credential_value(a, CREDENTIAL_EMAIL, body->person.email);
}

/* All or none: before any is created, each is checked against the directory and the others. */
static int all_new_or_reply(struct request *r, const struct list *customers)
{
    int rc = PASS;

    for (size_t i = 0; rc == PASS && i < customers->count; i++) {
        const struct customer_create *one = list_at(customers, i);

        rc = new_customer_or_reply(r, &one->body);
        for (size_t j = 0; rc == PASS && j < i; j++) {
            const struct customer_create *other = list_at(customers, j);

            if (are_equal(one->body.name, other->body.name))
                rc = refuse_id(r, "customer", one->body.name);
            else if (are_equal(email_of(r->arena, &one->body), email_of(r->arena, &other->body)))
                rc = refuse_email(r);
        }
    }
    return rc;
}

static int customer_bulk(struct request *r)
{
    const struct customer_bulk *in = r->input;
    struct list answers = LIST_OF(struct customer_answer);
    struct context ctx = context_of(r);
    int rc = all_new_or_reply(r, &in->customers);

    if (rc != PASS)
        return rc;
    for (size_t i = 0; rc >= 0 && i < in->customers.count; i++) {
        const struct customer_create *one = list_at(&in->customers, i);
        struct customer made;

        rc = add_customer(&ctx, &one->body, json_array_get(r->json, i), &made);
        if (rc == 0)
            *(struct customer_answer *) list_add(&answers, r->arena) =
                (struct customer_answer){customer_text(r->arena, &made)};
    }
    return rc < 0 ? rc : reply(r, &answers);
}

/* ---- showing ---- */

static const struct rule customer_path_rules[] = {
    RULE_TEXT(struct customer_path, name, "customerId", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
const struct input customer_path_input = {
    .name = "CustomerPath", .rules = customer_path_rules, .size = sizeof(struct customer_path)};

static int customer_get(struct request *r)
{
    const struct customer_path *in = r->input;
    struct customer customer;
    int rc = customer_or_reply(r, in->name, &customer);

    return rc == PASS ? reply_customer(r, &customer) : rc;
}

/* ---- changing ---- */

struct customer_update {
    const char *name;
    struct customer_body body;
};

static const struct rule customer_update_rules[] = {
    RULE_TEXT(struct customer_update, name, "customerId", REQUIRED, .place = IN_PATH),
    CUSTOMER_RULES(struct customer_update, body, .required = false),
    END_OF_RULES,
};
static const struct input customer_update_input = {.name = "CustomerUpdate",
                                                   .rules = customer_update_rules,
                                                   .size = sizeof(struct customer_update)};

/* person.email of a customer's JSON, which owns it; NULL: none. */
static const char *email_in(const json_t *customer)
{
    return json_string_value(json_object_get(json_object_get(customer, "person"), "email"));
}

static bool changes_email(struct request *r, const struct customer *c, const char *email)
{
    json_t *shown = customer_json(c);
    const char *current = email_in(shown);
    bool changes =
        email != NULL &&
        (current == NULL || strcmp(credential_value(r->arena, CREDENTIAL_EMAIL, current),
                                   credential_value(r->arena, CREDENTIAL_EMAIL, email)) != 0);

    json_decref(shown);
    return changes;
}

/* The credential row of person.email; -ENOENT if it has none. */
static int find_email_credential(struct request *r, const struct customer *c,
                                 struct credential_row *ret)
{
    json_t *shown = customer_json(c);
    const char *current = email_in(shown);
    int rc = current == NULL
                 ? -ENOENT
                 : store_credential_find(
                       r->store, r->arena, r->realm->id, credential_type_names[CREDENTIAL_EMAIL],
                       credential_value(r->arena, CREDENTIAL_EMAIL, current), ret);

    json_decref(shown);
    return rc == 0 && ret->person != c->person ? -ENOENT : rc;
}

static int change_email(struct request *r, const struct customer *c, const char *email)
{
    struct context ctx = context_of(r);
    struct credential_row own;

    if (c->identity != 0)
        return email_replace(&ctx, c->identity, email);
    int rc = find_email_credential(r, c, &own);

    if (rc == 0)
        return store_credential_set_value(r->store, own.id,
                                          credential_value(r->arena, CREDENTIAL_EMAIL, email));
    own = (struct credential_row){.person = c->person, .type = CREDENTIAL_EMAIL, .value = email};
    return rc == -ENOENT ? credential_add(&ctx, &own) : rc;
}

/* Sets the person's password; without an identity it is the code of person.email as well. */
static int change_password(struct request *r, const struct customer *c, const char *password)
{
    struct context ctx = context_of(r);
    struct credential_row own;
    const char *hash;

    if (password == NULL || *password == '\0')
        return 0;
    int rc = password_set(&ctx, c->person, password);

    if (rc < 0 || c->identity != 0)
        return rc;
    rc = code_hash(r->arena, password, &hash);
    if (rc == 0)
        rc = find_email_credential(r, c, &own);
    if (rc == 0)
        rc = store_credential_set_code(r->store, own.id, hash);
    return rc == -ENOENT ? 0 : rc;
}

/* The changes to the details. An identity's address is stored with its root user only. */
static const char *changed_details(struct request *r, const struct customer *c)
{
    json_t *changes = json_loads(customer_details(r->arena, r->json), 0, NULL);
    json_t *person = json_object_get(changes, "person");

    if (c->identity != 0)
        json_object_del(person, "email");
    if (json_object_size(person) == 0)
        json_object_del(changes, "person");
    return json_text_taken(r->arena, changes);
}

static int update_row(struct request *r, const struct customer_body *body, const char *details,
                      struct customer *c)
{
    c->details = details;
    if (body->type >= 0)
        c->type = body->type;
    if (body->status >= 0)
        c->status = body->status;
    if (body->organization != NULL)
        c->organization = body->organization;
    return store_customer_update(r->store, c);
}

static int apply_update(struct request *r, const struct customer_body *body, bool new_email,
                        const char *details, struct customer *c)
{
    struct context ctx = context_of(r);
    struct two_factor ignored;
    int rc = new_email ? change_email(r, c, body->person.email) : 0;

    if (rc == 0)
        rc = update_row(r, body, details, c);
    if (rc == 0)
        rc = store_customer_of(r->store, r->arena, c->id, c);
    if (rc == 0)
        rc = change_password(r, c, body->person.password);
    if (rc == 0 && two_factor_flags_given(&body->two_factor))
        rc = two_factor_change(&ctx, c->person, &body->two_factor, &ignored);
    return rc == 0 ? store_customer_of(r->store, r->arena, c->id, c) : rc;
}

static int customer_update(struct request *r)
{
    const struct customer_update *in = r->input;
    struct organization organization;
    struct customer customer;

    if (in->body.name != NULL && strcmp(in->body.name, in->name) != 0)
        return refuse_member(r, "id", "is not the customerId in the path");
    int rc = customer_or_reply(r, in->name, &customer);

    if (rc == PASS && in->body.organization != NULL)
        rc = organization_or_reply(r, in->body.organization, &organization);
    if (rc != PASS)
        return rc;
    bool new_email = changes_email(r, &customer, in->body.person.email);

    if (new_email)
        rc = valid_email_or_reply(r, &customer, in->body.person.email);
    if (new_email && rc == PASS)
        rc = free_email_or_reply(r, in->body.person.email);
    const char *details = details_merged(r->arena, customer.details, changed_details(r, &customer));

    if (rc == PASS)
        rc = details_fit_or_reply(r, details);
    if (rc != PASS)
        return rc;
    rc = apply_update(r, &in->body, new_email, details, &customer);
    return rc < 0 ? rc : reply_customer(r, &customer);
}

struct status_change {
    const char *name;
    int status;
    struct customer_body body;
};

/* Clients send the whole customer, but only the status in the path is used. */
static const struct rule status_change_rules[] = {
    RULE_TEXT(struct status_change, name, "customerId", REQUIRED, .place = IN_PATH),
    RULE_CHOICE(struct status_change, status, "status", customer_status_names, REQUIRED,
                .place = IN_PATH),
    CUSTOMER_RULES(struct status_change, body, .required = false),
    END_OF_RULES,
};
static const struct input customer_status_input = {.name = "CustomerStatus",
                                                   .rules = status_change_rules,
                                                   .size = sizeof(struct status_change),
                                                   .body_optional = true,
                                                   .checked_by_handler = true};

static int customer_status(struct request *r)
{
    const struct status_change *in = r->input;
    struct customer customer;
    int rc = customer_or_reply(r, in->name, &customer);

    if (rc != PASS)
        return rc;
    customer.status = in->status;
    rc = store_customer_update(r->store, &customer);
    return rc < 0 ? rc : reply_customer(r, &customer);
}

/* ---- second factors (cyrexa.md 4.5) ---- */

static const struct group two_factor_group = {.tag = "two-factor", .title = "2FA"};

struct two_factor_update {
    const char *name;
    const char *body_name;
    struct two_factor_flags flags;
};

static const struct rule two_factor_update_rules[] = {
    RULE_TEXT(struct two_factor_update, name, "customerId", REQUIRED, .place = IN_PATH),
    RULE_BOOLEAN(struct two_factor_update, flags.login, "login"),
    RULE_BOOLEAN(struct two_factor_update, flags.trading, "trading"),
    RULE_BOOLEAN(struct two_factor_update, flags.funding, "funding"),
    RULE_TEXT(struct two_factor_update, body_name, "customerId"),
    END_OF_RULES,
};
static const struct input two_factor_update_input = {.name = "TwoFactorChange",
                                                     .rules = two_factor_update_rules,
                                                     .size = sizeof(struct two_factor_update)};

static const struct view two_factor_view = {.name = "TwoFactor", .fields = account_factor_fields};

static int two_factor_update(struct request *r)
{
    const struct two_factor_update *in = r->input;
    struct account_factor answer = {.tenant = r->realm->tenant_id};
    struct context ctx = context_of(r);
    struct customer customer;

    if (in->body_name != NULL && strcmp(in->body_name, in->name) != 0)
        return refuse_member(r, "customerId", "is not the customerId in the path");
    if (!two_factor_flags_given(&in->flags))
        return refuse(r, INVALID_REQUEST, "one of login, trading and funding must be given");
    int rc = customer_or_reply(r, in->name, &customer);

    if (rc != PASS)
        return rc;
    answer.user = arena_int(r->arena, customer.person);
    rc = two_factor_change(&ctx, customer.person, &in->flags, &answer.row);
    return rc < 0 ? rc : reply(r, &answer);
}

/* clang-format off */
const struct operation customer_operations[] = {
    OPERATION(two_factor_update, PUT, "/customer/1.0.0/twoFA/changeTwoFa/{customerId}", BEARER,
              .summary = "Set which activities require a second factor", .group = &two_factor_group,
              .input = &two_factor_update_input, .status = 200, .answer = &two_factor_view, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(customer_create, POST, "/customer/1.0.0/create", BEARER,
              .summary = "Create a customer", .group = &customers_group,
              .input = &customer_create_input, .status = 200, .answer = &customer_view, .writes = true,
              .errors = ERRORS(NOT_FOUND, ID_TAKEN, CREDENTIAL_TAKEN)),
    OPERATION(customer_bulk, POST, "/customer/1.0.0/createBulk", BEARER,
              .summary = "Create several customers, all or none", .group = &customers_group,
              .input = &customer_bulk_input, .status = 200, .answer = &customers_wrapped_view, .writes = true,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND, ID_TAKEN, CREDENTIAL_TAKEN)),
    OPERATION(customer_get, GET, "/customer/1.0.0/getDetailsById/{customerId}", BEARER,
              .summary = "A customer", .group = &customers_group,
              .input = &customer_path_input, .status = 200, .answer = &customer_view,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(customer_update, PUT, "/customer/1.0.0/update/{customerId}", BEARER,
              .summary = "Change the members of a customer that are sent", .group = &customers_group,
              .input = &customer_update_input, .status = 200, .answer = &customer_view, .writes = true,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND, CREDENTIAL_TAKEN)),
    OPERATION(customer_status, POST, "/customer/1.0.0/update/{customerId}/status/{status}", BEARER,
              .summary = "Change the status of a customer", .group = &customers_group,
              .input = &customer_status_input, .status = 200, .answer = &customer_view, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
