/* SPDX-License-Identifier: MIT */
/* Addresses, documents and secret questions of customers and organizations (cyrexa.md 4.7 and 4.8). */
#include "customer_columns.h"
#include "cyrexa/customers.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "directory/customers_store.h"
#include "engine/reply.h"
#include "json/values.h"

#include <string.h>

struct entries_body {
    const char *owner; /* id of the customer or organization */
    struct list entries;
};

/* clang-format off */
#define ENTRIES_INPUT(symbol, schema, owner_wire, table)                                           \
    static const struct rule symbol##_rules[] = {                                                  \
        RULE_TEXT(struct entries_body, owner, owner_wire, REQUIRED, .place = IN_PATH),             \
        RULE_LIST(struct entries_body, entries, "body", table, void *, REQUIRED, .least = 1,       \
                  .most = ENTRIES_MOST),                                                           \
        END_OF_RULES};                                                                             \
    static const struct input symbol = {.name = (schema), .rules = symbol##_rules,                 \
                                        .size = sizeof(struct entries_body), .array = true}
/* clang-format on */

ENTRIES_INPUT(customer_addresses_input, "CustomerAddresses", "customerId", address_entry_rules);
ENTRIES_INPUT(customer_documents_input, "CustomerDocuments", "customerId", document_rules);
ENTRIES_INPUT(organization_addresses_input, "OrganizationAddresses", "organizationId",
              address_entry_rules);
ENTRIES_INPUT(organization_documents_input, "OrganizationDocuments", "organizationId",
              document_rules);

struct entry_id {
    const char *id;
};

struct entries_answer {
    const char *tenant;
    const char *owner;
    struct list ids; /* struct entry_id, in the order of the request */
};

/* clang-format off */
#define ENTRIES_VIEW(symbol, schema, owner_wire, ids_wire, id_wire)                                \
    static const struct field symbol##_id_fields[] = {                                             \
        SHOW_TEXT(struct entry_id, id, id_wire), END_OF_FIELDS};                                   \
    static const struct field symbol##_fields[] = {                                                \
        SHOW_TEXT(struct entries_answer, tenant, "tenantId"),                                      \
        SHOW_TEXT(struct entries_answer, owner, owner_wire),                                       \
        SHOW_LIST(struct entries_answer, ids, ids_wire, symbol##_id_fields),                       \
        END_OF_FIELDS};                                                                            \
    static const struct view symbol = {.name = (schema), .fields = symbol##_fields}
/* clang-format on */

ENTRIES_VIEW(customer_addresses_view, "CustomerAddressIds", "customerId", "addressIds",
             "addressId");
ENTRIES_VIEW(customer_documents_view, "CustomerDocumentIds", "customerId", "documentIds",
             "documentId");
ENTRIES_VIEW(customer_questions_view, "SecretQuestionIds", "customerId", "secretQuestionIds",
             "secretQuestionId");
ENTRIES_VIEW(organization_addresses_view, "OrganizationAddressIds", "organizationId", "addressIds",
             "addressId");
ENTRIES_VIEW(organization_documents_view, "OrganizationDocumentIds", "organizationId",
             "documentIds", "documentId");

/* ---- adding ---- */

/* A list of entries in the details of a customer or organization. */
struct entry_list {
    const char *object; /* the member that contains the list; NULL: the details themselves */
    const char *name;
    const struct rule *rules;
    const char *status; /* of entries that are sent without one; NULL: none */
};

static const struct entry_list customer_addresses = {"person", "addresses", address_entry_rules,
                                                     NULL};
static const struct entry_list customer_documents = {"person", "documents", document_rules,
                                                     "underverification"};
static const struct entry_list customer_questions = {"person", "SecretQuestion",
                                                     secret_question_rules, NULL};
static const struct entry_list organization_addresses = {NULL, "address", address_entry_rules,
                                                         NULL};
static const struct entry_list organization_documents = {NULL, "documents", document_rules,
                                                         "underverification"};

/* The member of that name, or `new` if there is none. Takes the reference of `new`. */
static json_t *member_or_new(json_t *object, const char *name, json_t *new)
{
    json_t *present = json_object_get(object, name);

    if (present == NULL) {
        json_object_set(object, name, new);
        present = new;
    }
    json_decref(new);
    return present;
}

static json_t *entries_in(const struct entry_list *list, json_t *details)
{
    if (list->object != NULL)
        details = member_or_new(details, list->object, json_object());
    return member_or_new(details, list->name, json_array());
}

static json_t *stored_entry(const struct entry_list *list, const json_t *entry)
{
    json_t *kept = rules_filter(list->rules, entry);

    if (list->status != NULL && json_object_get(kept, "status") == NULL)
        json_object_set_new(kept, "status", json_string(list->status));
    return kept;
}

/* Appends the entries of the body to a list in the details. */
static int append_entries_or_reply(struct request *r, const struct entry_list *list,
                                   const char **details)
{
    json_t *json = json_loads(*details, 0, NULL);
    json_t *entries = entries_in(list, json);
    size_t i;
    json_t *entry;

    json_array_foreach(r->json, i, entry) json_array_append_new(entries, stored_entry(list, entry));
    bool fits = json_array_size(entries) <= ENTRIES_MOST;

    *details = json_text_taken(r->arena, json);
    return fits ? details_fit_or_reply(r, *details)
                : refuse(r, INVALID_REQUEST, "%s has at most %d entries", list->name, ENTRIES_MOST);
}

/* The answer has an id for each entry. They aren't stored, as no operation takes them. */
static int reply_ids(struct request *r, const char *owner)
{
    struct entries_answer answer = {r->realm->tenant_id, owner, LIST_OF(struct entry_id)};
    struct context ctx = context_of(r);

    for (size_t i = 0; i < json_array_size(r->json); i++)
        *(struct entry_id *) list_add(&answer.ids, r->arena) = (struct entry_id){uuid_new(&ctx)};
    return reply(r, &answer);
}

static int add_to_customer(struct request *r, const struct entry_list *list)
{
    const struct entries_body *in = r->input;
    struct customer customer;
    int rc = customer_or_reply(r, in->owner, &customer);

    if (rc == PASS)
        rc = append_entries_or_reply(r, list, &customer.details);
    if (rc != PASS)
        return rc;
    rc = store_customer_update(r->store, &customer);
    return rc < 0 ? rc : reply_ids(r, customer.name);
}

static int add_to_organization(struct request *r, const struct entry_list *list)
{
    const struct entries_body *in = r->input;
    struct organization organization;
    int rc = organization_or_reply(r, in->owner, &organization);

    if (rc == PASS)
        rc = append_entries_or_reply(r, list, &organization.details);
    if (rc != PASS)
        return rc;
    rc = store_organization_update(r->store, &organization);
    return rc < 0 ? rc : reply_ids(r, organization.name);
}

static int customer_addresses_add(struct request *r)
{
    return add_to_customer(r, &customer_addresses);
}

static int customer_documents_add(struct request *r)
{
    return add_to_customer(r, &customer_documents);
}

static int organization_addresses_add(struct request *r)
{
    return add_to_organization(r, &organization_addresses);
}

static int organization_documents_add(struct request *r)
{
    return add_to_organization(r, &organization_documents);
}

/* ---- secret questions ---- */

struct question {
    const char *question;
    const char *answer;
};

static const struct rule question_rules[] = {
    RULE_TEXT(struct question, question, "question", REQUIRED, .not_blank = true, .most = 1000),
    RULE_TEXT(struct question, answer, "answer", REQUIRED, SECRET, .not_blank = true, .most = 1000),
    END_OF_RULES,
};

static const struct rule questions_rules[] = {
    RULE_TEXT(struct entries_body, owner, "customerId", REQUIRED, .place = IN_PATH),
    RULE_LIST(struct entries_body, entries, "body", question_rules, struct question, REQUIRED,
              .least = 1, .most = ENTRIES_MOST),
    END_OF_RULES,
};
static const struct input customer_questions_input = {.name = "SecretQuestions",
                                                      .rules = questions_rules,
                                                      .size = sizeof(struct entries_body),
                                                      .array = true};

/* A question is a credential: the value is its id, the code the answer (cyrexa.md 3.5). */
static int add_question(struct context *ctx, int64_t person, const struct question *question,
                        struct entry_id *ret)
{
    struct credential_row row = {.person = person, .type = CREDENTIAL_SECRET_QUESTION};

    ret->id = uuid_new(ctx);
    row.value = ret->id;
    int rc = code_hash(ctx->arena, question->answer, &row.code_hash);

    return rc < 0 ? rc : credential_add(ctx, &row);
}

static int customer_questions_add(struct request *r)
{
    const struct entries_body *in = r->input;
    struct entries_answer answer = {r->realm->tenant_id, in->owner, LIST_OF(struct entry_id)};
    struct context ctx = context_of(r);
    struct customer customer;
    int rc = customer_or_reply(r, in->owner, &customer);

    if (rc == PASS)
        rc = credentials_fit_or_reply(r, customer.person, in->entries.count);
    if (rc == PASS)
        rc = append_entries_or_reply(r, &customer_questions, &customer.details);
    if (rc != PASS)
        return rc;
    rc = store_customer_update(r->store, &customer);
    for (size_t i = 0; rc == 0 && i < in->entries.count; i++)
        rc = add_question(&ctx, customer.person, list_at(&in->entries, i),
                          list_add(&answer.ids, r->arena));
    return rc < 0 ? rc : reply(r, &answer);
}

/* ---- showing documents ---- */

struct documents_answer {
    const char *tenant;
    struct list documents; /* const char *, JSON */
};

static const struct field documents_fields[] = {
    SHOW_TEXT(struct documents_answer, tenant, "tenantId"),
    SHOW_BODIES(struct documents_answer, documents, "documents", document_rules),
    END_OF_FIELDS,
};
static const struct view documents_view = {.name = "Documents", .fields = documents_fields};
static const struct view documents_of_purpose_view = {
    .name = "DocumentsOfPurpose", .fields = documents_fields, .array = true};

/* The documents of a purpose; NULL: all. */
static struct documents_answer documents_of(struct request *r, const struct entry_list *list,
                                            const char *details, const char *purpose)
{
    struct documents_answer answer = {r->realm->tenant_id, LIST_OF(const char *)};
    json_t *json = json_loads(details, 0, NULL);
    size_t i;
    json_t *document;

    json_array_foreach(entries_in(list, json), i, document)
    {
        const char *its = json_string_value(json_object_get(document, "purpose"));

        if (purpose == NULL || (its != NULL && strcmp(its, purpose) == 0))
            *(const char **) list_add(&answer.documents, r->arena) = json_text(r->arena, document);
    }
    json_decref(json);
    return answer;
}

static int customer_documents_get(struct request *r)
{
    const struct customer_path *in = r->input;
    struct customer customer;
    int rc = customer_or_reply(r, in->name, &customer);

    if (rc != PASS)
        return rc;
    const struct documents_answer answer =
        documents_of(r, &customer_documents, customer.details, NULL);

    return reply(r, &answer);
}

struct purpose_path {
    int purpose;
    const char *organization;
};

static const struct rule purpose_path_rules[] = {
    RULE_CHOICE(struct purpose_path, purpose, "purpose", document_purposes, REQUIRED,
                .place = IN_PATH),
    RULE_TEXT(struct purpose_path, organization, "organizationId", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
static const struct input documents_of_purpose_input = {.name = "DocumentsOfPurposePath",
                                                        .rules = purpose_path_rules,
                                                        .size = sizeof(struct purpose_path)};

static int organization_documents_get(struct request *r)
{
    const struct purpose_path *in = r->input;
    struct list answers = LIST_OF(struct documents_answer);
    struct organization organization;
    int rc = organization_or_reply(r, in->organization, &organization);

    if (rc != PASS)
        return rc;
    *(struct documents_answer *) list_add(&answers, r->arena) = documents_of(
        r, &organization_documents, organization.details, document_purposes[in->purpose]);
    return reply(r, &answers);
}

/* clang-format off */
const struct operation customer_entry_operations[] = {
    OPERATION(customer_addresses_add, POST, "/customer/1.0.0/createAddress/{customerId}", BEARER,
              .summary = "Add addresses to a customer", .group = &customers_group,
              .input = &customer_addresses_input, .status = 200, .answer = &customer_addresses_view, .writes = true,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND)),
    OPERATION(customer_documents_get, GET, "/customer/1.0.0/getDocuments/{customerId}", BEARER,
              .summary = "The documents of a customer", .group = &customers_group,
              .input = &customer_path_input, .status = 200, .answer = &documents_view,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND)),
    OPERATION(customer_documents_add, POST, "/customer/1.0.0/createDocuments/{customerId}", BEARER,
              .summary = "Add documents to a customer", .group = &customers_group,
              .input = &customer_documents_input, .status = 200, .answer = &customer_documents_view, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(customer_questions_add, POST, "/customer/1.0.0/addSecretQuestion/{customerId}", BEARER,
              .summary = "Add secret questions to a customer", .group = &customers_group,
              .input = &customer_questions_input, .status = 200, .answer = &customer_questions_view, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(organization_addresses_add, PATCH, "/customer/1.0.0/organization/createAddress/{organizationId}", BEARER,
              .summary = "Add addresses to an organization", .group = &organizations_group,
              .input = &organization_addresses_input, .status = 200, .answer = &organization_addresses_view,
              .writes = true, .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND)),
    OPERATION(organization_documents_add, POST, "/customer/1.0.0/organization/createDocument/{organizationId}", BEARER,
              .summary = "Add documents to an organization", .group = &organizations_group,
              .input = &organization_documents_input, .status = 200, .answer = &organization_documents_view,
              .writes = true, .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND)),
    OPERATION(organization_documents_get, GET, "/customer/1.0.0/organization/documents/getByPurpose/{purpose}/{organizationId}", BEARER,
              .summary = "The documents of an organization for a purpose", .group = &organizations_group,
              .input = &documents_of_purpose_input, .status = 200, .answer = &documents_of_purpose_view,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
