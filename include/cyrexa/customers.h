/* SPDX-License-Identifier: MIT */
/* Customers, organizations and their credentials (cyrexa.md 4.4 to 4.8): what the files and seeds share. */
#ifndef CYREXA_CUSTOMERS_H
#define CYREXA_CUSTOMERS_H

#include "directory/context.h"
#include "model/customer.h"

/* ---- bodies (customer_bodies.c) ---- */

struct two_factor_flags {
    enum maybe login;
    enum maybe trading;
    enum maybe funding;
};

struct person_body {
    const char *email;
    const char *password;      /* NULL or "": none */
    const char *password_hash; /* in a seed instead of the password; NULL: none */
};

/* The members of a customer's body that have a meaning here. The others are only stored. */
struct customer_body {
    const char *name;         /* its id on the wire; NULL: to be generated */
    int type;                 /* -1: absent */
    int status;               /* -1: absent */
    const char *organization; /* NULL: absent */
    struct person_body person;
    struct two_factor_flags two_factor;
};

struct organization_body {
    const char *name; /* its id on the wire; NULL: to be generated */
};

/* A path with the id of a customer. */
struct customer_path {
    const char *name;
};

/* A path with the id of an organization. */
struct organization_path {
    const char *name;
};

#define ID_MOST 100 /* characters of an id that a client chooses */

extern const struct rule person_body_rules[], two_factor_rules[], notification_rules[];
extern const struct rule address_entry_rules[], document_rules[], secret_question_rules[];
extern const struct rule countries_rules[], relation_rules[], prediction_rules[];
extern const char *const customer_categories[];
extern const char *const document_purposes[];

/* The rules of a customer, decoded to `member`, a struct customer_body; `...` is REQUIRED if customerType is. */
/* clang-format off */
#define CUSTOMER_RULES(type_, member, ...)                                                          \
    RULE_TEXT(type_, member.name, "id", .not_blank = true, .most = ID_MOST),                        \
    RULE_CHOICE(type_, member.type, "customerType", customer_type_names, __VA_ARGS__),              \
    UNREAD_TEXT("customerName"),                                                                   \
    RULE_CHOICE(type_, member.status, "customerStatus", customer_status_names),                     \
    UNREAD_TEXT("categorization", .values = customer_categories),                                  \
    UNREAD_LIST("notifications", notification_rules, .most = ENTRIES_MOST),                        \
    RULE_OBJECT(type_, member.person, "person", person_body_rules),                             \
    RULE_OBJECT(type_, member.two_factor, "twofa", two_factor_rules),                               \
    UNREAD_TEXT("externalCustomerId"),                                                             \
    RULE_TEXT(type_, member.organization, "organizationId", .not_blank = true, .most = ID_MOST)

/* The rules of an organization, decoded to `member`, a struct organization_body. */
#define ORGANIZATION_RULES(type_, member)                                                           \
    RULE_TEXT(type_, member.name, "id", .not_blank = true, .most = ID_MOST),                        \
    UNREAD_TEXT("countryOfCorporation"), UNREAD_TEXT("countryCode"), UNREAD_TEXT("email"),         \
    UNREAD_TEXT("legalName", REQUIRED, .not_blank = true), UNREAD_TEXT("tradingName"),             \
    UNREAD_BOOLEAN("isTradingNameExist"), UNREAD_TEXT("sepaId"), UNREAD_TEXT("industryType"),      \
    UNREAD_TEXT("status"), UNREAD_TEXT("nextCheckDate"), UNREAD_TEXT("sourceOfIncomingFund"),      \
    UNREAD_TEXT("purposeOfAccount"), UNREAD_TEXT("expectedAnnualActivityOfPlatform"),              \
    UNREAD_TEXT("registrationNumber"), UNREAD_TEXT("taxIdentificationNumber"),                     \
    UNREAD_NUMBER("taxRegistrationNumber"), UNREAD_TEXT("dateOfIncorporation"),                    \
    UNREAD_TEXT("website"), UNREAD_TEXT("businessSector"), UNREAD_TEXT("rangeOfServicesOrGoods"),  \
    UNREAD_TEXT("businessOwnerDetailCheck"), UNREAD_TEXT("supportingDocumentationCheck"),          \
    UNREAD_TEXT("kybCheck"), UNREAD_TEXT("sanctionCheck"), UNREAD_TEXT("pepCheck"),                \
    UNREAD_BOOLEAN("saveAsRegisteredAddress"),                                                     \
    UNREAD_OBJECT("transactionPredict", prediction_rules),                                         \
    UNREAD_OBJECT("countryList", countries_rules),                                                 \
    UNREAD_LIST("relatedTo", relation_rules, .most = ENTRIES_MOST),                                \
    UNREAD_LIST("address", address_entry_rules, .most = ENTRIES_MOST),                             \
    UNREAD_LIST("documents", document_rules, .most = ENTRIES_MOST)
/* clang-format on */

#define BULK_MOST 100    /* customers or organizations of one request */
#define ENTRIES_MOST 100 /* addresses, documents, credentials … of one customer or organization */
#define DETAILS_MOST (1 << 20) /* bytes that are stored of one */

/* The rules of a customer and of an organization as answers show them. */
extern const struct rule customer_rules[], organization_rules[];

struct customer_answer {
    const char *customer; /* JSON */
};

/* The JSON of answers, as these rules describe it. */
const char *customer_text(struct arena *a, const struct customer *c);
const char *organization_text(struct arena *a, const struct organization *o);

/* The same as a JSON value; a new reference. */
json_t *customer_json(const struct customer *c);
json_t *organization_json(const struct organization *o);
json_t *two_factor_json(const struct two_factor *t);

/* The part of a body that is stored as details: the members that have no column or table of their own. */
const char *customer_details(struct arena *a, const json_t *body);
const char *organization_details(struct arena *a, const json_t *body);

/* Details merged with changes: objects member by member, anything else is replaced. */
const char *details_merged(struct arena *a, const char *details, const char *changes);

/* ---- changes and look-ups (customer_changes.c) ---- */

/*
 * Create a customer with a person of the same id, and an organization. `json` is the whole body. Name and
 * e-mail address must be free: the caller has checked that.
 */
int customer_add(struct context *ctx, int64_t id, const struct customer_body *body,
                 const json_t *json, struct customer *ret);
int organization_add(struct context *ctx, const struct organization_body *body, const json_t *json,
                     struct organization *ret);

/* Whether any flag was sent. */
bool two_factor_flags_given(const struct two_factor_flags *flags);

/* Creates or changes the person's row; absent flags stay as they are. */
int two_factor_change(struct context *ctx, int64_t person, const struct two_factor_flags *flags,
                      struct two_factor *ret);

/* Hashes a code; the result is NULL if there is none or it is empty. */
int code_hash(struct arena *a, const char *code, const char **ret);

/* Adds a credential; the caller sets person, type, value, code_hash and channel. -EEXIST if it is taken. */
int credential_add(struct context *ctx, struct credential_row *c);

/* 400 if the person would have more than ENTRIES_MOST credentials, which a seed can't express. */
int credentials_fit_or_reply(struct request *r, int64_t person, size_t more);

/* 413 if details have grown beyond DETAILS_MOST. */
int details_fit_or_reply(struct request *r, const char *details);

/* 404 if the tenant has none of that id. */
int customer_or_reply(struct request *r, const char *name, struct customer *ret);
int organization_or_reply(struct request *r, const char *name, struct organization *ret);

extern const struct group customers_group, organizations_group;

/* Inputs of operations that read only the id in the path; a list of objects with one customer each. */
extern const struct input customer_path_input, organization_path_input;
extern const struct view customers_wrapped_view;

#endif
