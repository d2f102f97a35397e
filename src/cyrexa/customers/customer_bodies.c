/* SPDX-License-Identifier: MIT */
/* Bodies of customers and organizations: rules, stored details, and the JSON of answers (cyrexa.md 1.6). */
#include "cyrexa/customers.h"
#include "json/values.h"

const char *const customer_categories[] = {"category1", "category2", "category3", NULL};

const char *const document_purposes[] = {"KYB", "KYC", "PEP&SANCTION", NULL};
static const char *const document_types[] = {"ID front side",
                                             "ID back side",
                                             "Passport",
                                             "accountAuthority",
                                             "shareholderStructure",
                                             "operationAddress",
                                             "registeredAddress",
                                             "selfie",
                                             "livelinessDetection",
                                             NULL};
static const char *const document_statuses[] = {"underverification", "verified", "declined",
                                                "incomplete",        "expired",  NULL};

const struct rule notification_rules[] = {
    UNREAD_TEXT("notificationType"),
    UNREAD_BOOLEAN("isEnabled"),
    END_OF_RULES,
};

/* Without its id, which the server generates. */
const struct rule two_factor_rules[] = {
    RULE_BOOLEAN(struct two_factor_flags, login, "login"),
    RULE_BOOLEAN(struct two_factor_flags, trading, "trading"),
    RULE_BOOLEAN(struct two_factor_flags, funding, "funding"),
    END_OF_RULES,
};

static const struct rule part_of_name_rules[] = {
    UNREAD_TEXT("name"),     UNREAD_NUMBER("order"), UNREAD_TEXT("abbreviation"),
    UNREAD_TEXT("language"), UNREAD_TEXT("native"),  UNREAD_TEXT("suffix"),
    UNREAD_TEXT("prefix"),   END_OF_RULES,
};

/* The vendor documents only the first value of each list of types, so any text is accepted. */
static const struct rule telephone_rules[] = {
    UNREAD_TEXT("phoneType"),
    UNREAD_TEXT("operator"),
    UNREAD_TEXT("encoding"),
    UNREAD_TEXT("country"),
    UNREAD_TEXT("number"),
    UNREAD_TEXT("purpose"),
    END_OF_RULES,
};

static const struct rule position_rules[] = {
    UNREAD_NUMBER("latitude"),
    UNREAD_NUMBER("longitude"),
    UNREAD_NUMBER("altitude"),
    END_OF_RULES,
};

static const struct rule alternative_rules[] = {
    UNREAD_TEXT("word1"),
    UNREAD_TEXT("word2"),
    UNREAD_TEXT("word3"),
    END_OF_RULES,
};

static const struct rule related_address_rules[] = {
    UNREAD_TEXT("relationType"),
    UNREAD_TEXT("address"),
    END_OF_RULES,
};

static const struct rule datum_rules[] = {
    UNREAD_TEXT("name"),
    UNREAD_TEXT("type"),
    UNREAD_TEXT("value"),
    END_OF_RULES,
};

static const struct rule address_rules[] = {
    UNREAD_TEXT("country"),
    UNREAD_TEXT("area"),
    UNREAD_TEXT("zipCode"),
    UNREAD_TEXT("city"),
    UNREAD_TEXT("street"),
    UNREAD_TEXTS("streetNumber", .most = ENTRIES_MOST),
    UNREAD_TEXT("building"),
    UNREAD_TEXT("apartment"),
    UNREAD_TEXT("entrance"),
    UNREAD_TEXT("floor"),
    UNREAD_TEXT("doorNumber"),
    UNREAD_OBJECT("geoPosition", position_rules),
    UNREAD_OBJECT("alternative", alternative_rules),
    UNREAD_LIST("relatedToAddress", related_address_rules, .most = ENTRIES_MOST),
    UNREAD_LIST("additionalData", datum_rules, .most = ENTRIES_MOST),
    END_OF_RULES,
};

const struct rule address_entry_rules[] = {
    UNREAD_TEXT("addressPurpose"),
    UNREAD_OBJECT("address", address_rules),
    END_OF_RULES,
};

const struct rule document_rules[] = {
    UNREAD_TEXT("purpose", .values = document_purposes),
    UNREAD_TEXT("name"),
    UNREAD_TEXT("documentType", .values = document_types),
    UNREAD_TEXT("location"),
    UNREAD_TEXT("verificationResponse"),
    UNREAD_TEXT("status", .values = document_statuses),
    UNREAD_LIST("metadata", datum_rules, .most = ENTRIES_MOST),
    END_OF_RULES,
};

const struct rule secret_question_rules[] = {
    UNREAD_TEXT("question"),
    UNREAD_TEXT("answer", SECRET),
    END_OF_RULES,
};

const struct rule person_body_rules[] = {
    UNREAD_OBJECT("firstName", part_of_name_rules),
    UNREAD_OBJECT("lastName", part_of_name_rules),
    UNREAD_TEXT("fullName"),
    UNREAD_TEXT("groupId"),
    UNREAD_TEXT("gender"),
    UNREAD_TEXT("dateOfBirth"),
    UNREAD_TEXT("placeOfBirth"),
    UNREAD_TEXT("nationality"),
    UNREAD_TEXT("pinCode", SECRET),
    RULE_TEXT(struct person_body, password, "password", SECRET, .most = 200),
    RULE_TEXT(struct person_body, email, "email", .not_blank = true, .most = 254),
    UNREAD_LIST("telephoneNumbers", telephone_rules, .most = ENTRIES_MOST),
    UNREAD_LIST("addresses", address_entry_rules, .most = ENTRIES_MOST),
    UNREAD_LIST("documents", document_rules, .most = ENTRIES_MOST),
    UNREAD_LIST("SecretQuestion", secret_question_rules, .most = ENTRIES_MOST),
    END_OF_RULES,
};

const struct rule countries_rules[] = {
    UNREAD_JSON("senderList"), /* no source documents their content */
    UNREAD_JSON("receiveList"),
    END_OF_RULES,
};

const struct rule relation_rules[] = {
    UNREAD_TEXT("relationType"),
    UNREAD_TEXT("organizationId"),
    END_OF_RULES,
};

const struct rule prediction_rules[] = {
    UNREAD_NUMBER("monthlyVolumeRange"),
    UNREAD_NUMBER("numberOfMonthlyPayment"),
    UNREAD_NUMBER("maxSinglePayment"),
    END_OF_RULES,
};

struct customer_item {
    struct customer_body body;
};

const struct rule customer_rules[] = {
    CUSTOMER_RULES(struct customer_item, body, REQUIRED),
    END_OF_RULES,
};

struct organization_item {
    struct organization_body body;
};

const struct rule organization_rules[] = {
    ORGANIZATION_RULES(struct organization_item, body),
    END_OF_RULES,
};

/* ---- stored details ---- */

/* A body as it is stored, without the members that have a column or table of their own. */
static const char *details_of(struct arena *a, const struct rule *rules, const json_t *body)
{
    static const char *const elsewhere[] = {"id", "customerType", "customerStatus",
                                            "organizationId", "twofa"};
    json_t *details = rules_filter(rules, body);

    for (size_t i = 0; i < ARRAY_SIZE(elsewhere); i++)
        json_object_del(details, elsewhere[i]);
    return json_text_taken(a, details);
}

const char *customer_details(struct arena *a, const json_t *body)
{
    return details_of(a, customer_rules, body);
}

const char *organization_details(struct arena *a, const json_t *body)
{
    return details_of(a, organization_rules, body);
}

/* Takes the reference of `changes`. */
static json_t *merged(json_t *base, json_t *changes)
{
    json_object_update_recursive(base, changes);
    json_decref(changes);
    return base;
}

const char *details_merged(struct arena *a, const char *details, const char *changes)
{
    return json_text_taken(a, merged(json_loads(details, 0, NULL), json_loads(changes, 0, NULL)));
}

/* ---- answers ---- */

/* The members of a customer that come from its identity and root user. */
static json_t *customer_of_identity(const struct customer *c)
{
    json_t *person = json_pack("{s:{s:s}, s:{s:s}, s:s}", "firstName", "name", c->first_name,
                               "lastName", "name", c->last_name, "email", c->email);

    if (c->mobile_number != NULL)
        json_object_set_new(
            person, "telephoneNumbers",
            json_pack("[{s:o}]", "number",
                      json_sprintf("%s%s", c->mobile_country_code, c->mobile_number)));
    return json_pack("{s:s, s:o}", "customerName", c->identity_name, "person", person);
}

json_t *two_factor_json(const struct two_factor *t)
{
    return json_pack("{s:b, s:b, s:b}", "login", t->login, "trading", t->trading, "funding",
                     t->funding);
}

/* Puts members into the order of the rules. Takes the reference. */
static json_t *ordered(const struct rule *rules, json_t *json)
{
    json_t *ret = rules_filter(rules, json);

    json_decref(json);
    return ret;
}

json_t *customer_json(const struct customer *c)
{
    json_t *json = merged(c->identity == 0 ? json_object() : customer_of_identity(c),
                          json_loads(c->details, 0, NULL));

    json_object_set_new(json, "id", json_string(c->name));
    json_object_set_new(json, "customerType", json_string(customer_type_names[c->type]));
    json_object_set_new(json, "customerStatus", json_string(customer_status_names[c->status]));
    if (c->organization != NULL)
        json_object_set_new(json, "organizationId", json_string(c->organization));
    if (c->two_factor.id != NULL)
        json_object_set_new(json, "twofa", two_factor_json(&c->two_factor));
    return ordered(customer_rules, json);
}

json_t *organization_json(const struct organization *o)
{
    json_t *base = json_object();

    if (o->identity != 0)
        json_object_set_new(base, "legalName", json_string(o->identity_name));
    json_t *json = merged(base, json_loads(o->details, 0, NULL));

    json_object_set_new(json, "id", json_string(o->name));
    return ordered(organization_rules, json);
}

const char *customer_text(struct arena *a, const struct customer *c)
{
    return json_text_taken(a, customer_json(c));
}

const char *organization_text(struct arena *a, const struct organization *o)
{
    return json_text_taken(a, organization_json(o));
}
