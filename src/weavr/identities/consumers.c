/* SPDX-License-Identifier: MIT */
/* Consumers (weavr-identities.md 3). */
#include "directory/sign_up.h"
#include "engine/reply.h"
#include "engine/steps/decode.h"
#include "identity_patch.h"
#include "multi_columns.h"
#include "users/roles.h"

const struct group consumers_group = {.tag = "consumers", .title = "Consumers"};

static const char *const sources_of_funds[] = {"PERSONAL_SAVINGS",
                                               "FAMILY_SAVINGS",
                                               "LABOUR_CONTRACT",
                                               "CIVIL_CONTRACT",
                                               "RENT",
                                               "FUNDS_FROM_OTHER_AUXILIARY_SOURCES",
                                               "SALE_OF_MOVABLE_ASSETS",
                                               "SALE_OF_REAL_ESTATE",
                                               "ORDINARY_BUSINESS_ACTIVITY",
                                               "DIVIDENDS",
                                               "LOAN_FROM_FINANCIAL_INSTITUTIONS_CREDIT_UNIONS",
                                               "LOAN_FROM_THIRD_PARTIES",
                                               "INHERITANCE",
                                               "SALE_OF_COMPANY_SHARES_BUSINESS",
                                               "OTHER",
                                               NULL};

struct consumer_root {
    const char *name;
    const char *surname;
    const char *email;
    struct mobile mobile;
    struct date date_of_birth;
    struct address address;
    const char *occupation;
    const char *place_of_birth;
    const char *nationality;
    const char *tag;
    const char *locale;
    const char *brand;
};

struct consumer {
    int64_t profile;
    const char *tag;
    struct consumer_root root;
    const char *ip_address;
    enum maybe accepted_terms;
    const char *base_currency;
    const char *fee_group;
    const char *source_of_funds;
    const char *source_of_funds_other;
};

static const struct rule address_rules[] = {
    RULE_TEXT(struct address, line1, "addressLine1", .most = 150),
    RULE_TEXT(struct address, line2, "addressLine2", .most = 150),
    RULE_TEXT(struct address, city, "city", .most = 50),
    RULE_TEXT(struct address, post_code, "postCode", .most = 10, .format = FORMAT_POST_CODE),
    RULE_TEXT(struct address, state, "state", .most = 50),
    RULE_TEXT(struct address, country, "country", REQUIRED, .least = 2, .most = 2,
              .format = FORMAT_CAPITALS),
    END_OF_RULES,
};

static const struct rule root_rules[] = {
    RULE_TEXT(struct consumer_root, name, "name", REQUIRED, .least = 1, .most = 50),
    RULE_TEXT(struct consumer_root, surname, "surname", REQUIRED, .least = 1, .most = 50),
    RULE_TEXT(struct consumer_root, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_OBJECT(struct consumer_root, mobile, "mobile", mobile_rules, REQUIRED),
    RULE_OBJECT(struct consumer_root, date_of_birth, "dateOfBirth", date_rules, REQUIRED),
    RULE_OBJECT(struct consumer_root, address, "address", address_rules, REQUIRED),
    RULE_TEXT(struct consumer_root, occupation, "occupation", .values = occupations),
    RULE_TEXT(struct consumer_root, place_of_birth, "placeOfBirth", .most = 255),
    RULE_TEXT(struct consumer_root, nationality, "nationality", .least = 2, .most = 2,
              .format = FORMAT_CAPITALS),
    RULE_TEXT(struct consumer_root, tag, "tag", .most = 50, .format = FORMAT_TAG),
    RULE_TEXT(struct consumer_root, locale, "locale", .most = 5, .format = FORMAT_LOCALE),
    RULE_TEXT(struct consumer_root, brand, "brand", .most = 25, .format = FORMAT_BRAND),
    END_OF_RULES,
};

static const struct rule consumer_rules[] = {
    RULE_ID(struct consumer, profile, "profileId", REQUIRED),
    RULE_TEXT(struct consumer, tag, "tag", .most = 50, .format = FORMAT_TAG),
    RULE_OBJECT(struct consumer, root, "rootUser", root_rules, REQUIRED),
    RULE_TEXT(struct consumer, ip_address, "ipAddress", REQUIRED, .least = 5, .most = 45),
    RULE_BOOLEAN(struct consumer, accepted_terms, "acceptedTerms"),
    RULE_TEXT(struct consumer, base_currency, "baseCurrency", .least = 3, .most = 3,
              .format = FORMAT_CURRENCY),
    RULE_TEXT(struct consumer, fee_group, "feeGroup", .most = 50, .empty_is_absent = true),
    RULE_TEXT(struct consumer, source_of_funds, "sourceOfFunds", .values = sources_of_funds),
    RULE_TEXT(struct consumer, source_of_funds_other, "sourceOfFundsOther", .most = 255),
    END_OF_RULES,
};
const struct input consumer_input = {
    .name = "ConsumerCreate", .rules = consumer_rules, .size = sizeof(struct consumer)};

struct consumer_root_answer {
    struct typed_id id;
    bool active;
    bool email_verified;
    bool mobile_verified;
    const struct mobile *mobile; /* NULL: a seed may leave it out */
    struct consumer_root root;
};

#define ROOT(member) root.member

static const struct field root_fields[] = {
    SHOW_OBJECT(struct consumer_root_answer, id, "id", identity_id_fields),
    SHOW_TEXT(struct consumer_root_answer, ROOT(name), "name"),
    SHOW_TEXT(struct consumer_root_answer, ROOT(surname), "surname"),
    SHOW_TEXT(struct consumer_root_answer, ROOT(email), "email"),
    SHOW_POINTER(struct consumer_root_answer, mobile, "mobile", mobile_fields, OPTIONAL),
    SHOW_BOOLEAN(struct consumer_root_answer, active, "active"),
    SHOW_BOOLEAN(struct consumer_root_answer, email_verified, "emailVerified"),
    SHOW_BOOLEAN(struct consumer_root_answer, mobile_verified, "mobileNumberVerified"),
    SHOW_OBJECT(struct consumer_root_answer, ROOT(date_of_birth), "dateOfBirth", date_fields),
    SHOW_OBJECT(struct consumer_root_answer, ROOT(address), "address", address_fields),
    SHOW_TEXT(struct consumer_root_answer, ROOT(nationality), "nationality", OPTIONAL),
    SHOW_TEXT(struct consumer_root_answer, ROOT(place_of_birth), "placeOfBirth", OPTIONAL),
    SHOW_TEXT(struct consumer_root_answer, ROOT(occupation), "occupation", OPTIONAL),
    SHOW_TEXT(struct consumer_root_answer, ROOT(tag), "tag", OPTIONAL),
    SHOW_TEXT(struct consumer_root_answer, ROOT(locale), "locale", OPTIONAL),
    SHOW_TEXT(struct consumer_root_answer, ROOT(brand), "brand", OPTIONAL),
    END_OF_FIELDS,
};

struct consumer_answer {
    struct typed_id id;
    int64_t profile;
    const char *tag;
    struct consumer_root_answer root;
    int64_t created;
    const char *ip_address;
    enum maybe accepted_terms;
    const char *base_currency;
    const char *fee_group;
    const char *source_of_funds;
    const char *source_of_funds_other;
};

static const struct field consumer_fields[] = {
    SHOW_OBJECT(struct consumer_answer, id, "id", identity_id_fields),
    SHOW_ID(struct consumer_answer, profile, "profileId"),
    SHOW_TEXT(struct consumer_answer, tag, "tag", OPTIONAL),
    SHOW_OBJECT(struct consumer_answer, root, "rootUser", root_fields),
    SHOW_INTEGER(struct consumer_answer, created, "creationTimestamp"),
    SHOW_TEXT(struct consumer_answer, ip_address, "ipAddress"),
    SHOW_MAYBE(struct consumer_answer, accepted_terms, "acceptedTerms"),
    SHOW_TEXT(struct consumer_answer, base_currency, "baseCurrency", OPTIONAL),
    SHOW_TEXT(struct consumer_answer, fee_group, "feeGroup"),
    SHOW_TEXT(struct consumer_answer, source_of_funds, "sourceOfFunds", OPTIONAL),
    SHOW_TEXT(struct consumer_answer, source_of_funds_other, "sourceOfFundsOther", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view consumer_view = {.name = "Consumer", .fields = consumer_fields};

/* Replies with the body of the creation, updated by the columns that have changed since. */
static int reply_consumer(struct request *r, const struct consumer *c,
                          const struct identity *identity, const struct user *root)
{
    const struct mobile mobile = {root->mobile_country_code, root->mobile_number};
    struct consumer_answer answer = {
        .id = {identity->type, identity->id},
        .profile = identity->profile,
        .tag = c->tag,
        .root = {.id = {identity->type, identity->id},
                 .active = root->active,
                 .email_verified = root->email_verified,
                 .mobile_verified = root->mobile_verified,
                 .root = c->root},
        .created = identity->created,
        .ip_address = c->ip_address,
        .accepted_terms = c->accepted_terms,
        .base_currency = c->base_currency,
        .fee_group = c->fee_group == NULL ? "DEFAULT" : c->fee_group,
        .source_of_funds = c->source_of_funds,
        .source_of_funds_other = explained_funds(c->source_of_funds, c->source_of_funds_other),
    };

    answer.root.root.name = root->name;
    answer.root.root.surname = root->surname;
    answer.root.root.email = root->email;
    answer.root.mobile = mobile.number == NULL ? NULL : &mobile;
    return reply(r, &answer);
}

static int consumer_create(struct request *r)
{
    const struct consumer *in = r->input;
    struct identity identity;
    struct user root;
    int rc = profile_or_reply(r, IDENTITY_CONSUMER, in->profile);

    if (rc == PASS)
        rc = terms_or_reply(r, in->accepted_terms);
    if (rc == PASS)
        rc = currency_or_reply(r, in->base_currency, CURRENCY_UNSUPPORTED);
    if (rc == PASS)
        rc = fee_group_or_reply(r, in->fee_group);
    if (rc == PASS)
        rc = country_or_reply(r, in->root.address.country);
    if (rc == PASS)
        rc = country_code_or_reply(r, in->root.nationality);
    if (rc == PASS)
        rc = email_domain_or_reply(r, in->root.email);
    if (rc == PASS)
        rc = email_or_reply(r, in->root.email, ROOT_EMAIL_NOT_UNIQUE);
    if (rc == PASS)
        rc = mobile_code_or_reply(r, &in->root.mobile);
    if (rc != PASS)
        return rc;
    const struct sign_up form = {
        .type = IDENTITY_CONSUMER,
        .profile = in->profile,
        .identity_name = arena_printf(r->arena, "%s %s", in->root.name, in->root.surname),
        .name = in->root.name,
        .surname = in->root.surname,
        .email = in->root.email,
        .mobile = {in->root.mobile.country_code, in->root.mobile.number},
        .details = request_read_body(r),
    };

    rc = identity_sign_up(r, &form, &identity, &root);
    return rc < 0 ? rc : reply_consumer(r, in, &identity, &root);
}

static const struct rule consumer_patch_rules[] = {
    IDENTITY_PATCH_RULES,
    RULE_OBJECT(struct identity_patch, address, "address", address_rules),
    RULE_TEXT(struct identity_patch, place_of_birth, "placeOfBirth", .most = 255),
    RULE_TEXT(struct identity_patch, nationality, "nationality", .least = 2, .most = 2,
              .format = FORMAT_CAPITALS),
    RULE_TEXT(struct identity_patch, occupation, "occupation", .values = occupations),
    RULE_TEXT(struct identity_patch, source_of_funds, "sourceOfFunds", .values = sources_of_funds),
    END_OF_RULES,
};
static const struct input consumer_patch_input = {
    .name = "ConsumerPatch", .rules = consumer_patch_rules, .size = sizeof(struct identity_patch)};

static int consumer_show(struct request *r, int64_t id)
{
    struct consumer body = {0};
    struct identity identity;
    struct user root;
    int rc = identity_body(r, id, &consumer_input, &identity, &root, &body);

    return rc < 0 ? rc : reply_consumer(r, &body, &identity, &root);
}

static int consumer_update(struct request *r)
{
    static const struct patched members[] = {
        {"address", "rootUser", "address"},
        {"placeOfBirth", "rootUser", "placeOfBirth"},
        {"nationality", "rootUser", "nationality"},
        {NULL, NULL, NULL},
    };
    const struct patching patching = {CONSUMER_VERIFIED, true, members};
    int rc = identity_patch_or_reply(r, &patching);

    return rc == PASS ? consumer_show(r, r->session.identity) : rc;
}

static int consumer_get(struct request *r)
{
    return consumer_show(r, r->session.identity);
}

/* clang-format off */
const struct operation consumer_operations[] = {
    OPERATION(consumer_create, POST, "/multi/consumers", APP_KEY,
              .summary = "Sign up a consumer", .group = &consumers_group,
              .input = &consumer_input, .status = 200, .answer = &consumer_view, .writes = true, .replays = REPLAY_CURRENT(consumer_show),
              .errors = ERRORS(INSUFFICIENT_PERMISSIONS, PROFILE_NOT_FOUND, TERMS_NOT_ACCEPTED,
                               CURRENCY_UNSUPPORTED, FEE_GROUP_INVALID, COUNTRY_INVALID, COUNTRY_UNSUPPORTED,
                               EMAIL_DOMAIN_NOT_ALLOWED, ROOT_EMAIL_NOT_UNIQUE, MOBILE_OR_COUNTRY_CODE_INVALID,
                               PAYMENT_MODEL_CONSTRAINTS_VIOLATED, PROFILE_INACTIVE, CONSUMER_ALREADY_EXISTS)),
    OPERATION(consumer_get, GET, "/multi/consumers", SIGNED_IN,
              .summary = "Show the consumer of the token", .group = &consumers_group,
              .columns = MULTI(.identities = OF(IDENTITY_CONSUMER)), .permit = administrators_only,
              .status = 200, .answer = &consumer_view, .errors = ERRORS()),
    OPERATION(consumer_update, PATCH, "/multi/consumers", SIGNED_IN,
              .summary = "Change the consumer and its root user", .group = &consumers_group,
              .columns = MULTI(.identities = OF(IDENTITY_CONSUMER), .root_only = true),
              .input = &consumer_patch_input, .status = 200, .answer = &consumer_view, .writes = true,
              .errors = ERRORS(CONSUMER_VERIFIED, UNSUPPORTED_CURRENCY, FEE_GROUP_INVALID, COUNTRY_INVALID,
                               COUNTRY_UNSUPPORTED, EMAIL_DOMAIN_NOT_ALLOWED, EMAIL_NOT_UNIQUE,
                               TOO_FREQUENT_EMAIL_CHANGES, MOBILE_OR_COUNTRY_CODE_INVALID,
                               MOBILE_NO_CHANGE_LIMIT_EXCEEDED, MOBILE_CHANGE_NOT_ALLOWED, TERMINATION_DATE_IN_PAST)),
    END_OF_OPERATIONS,
};
/* clang-format on */
