/* SPDX-License-Identifier: MIT */
/* Corporates (weavr-identities.md 4). */
#include "directory/identities_store.h"
#include "directory/sign_up.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "engine/steps/decode.h"
#include "identity_patch.h"
#include "multi_columns.h"
#include "users/roles.h"

#include <errno.h>
#include <string.h>

const struct group corporates_group = {.tag = "corporates", .title = "Corporates"};

static const char *const positions[] = {"DIRECTOR", "AUTHORISED_REPRESENTATIVE", NULL};

static const char *const company_types[] = {"SOLE_TRADER",
                                            "LLC",
                                            "PUBLIC_LIMITED_COMPANY",
                                            "LIMITED_LIABILITY_PARTNERSHIP",
                                            "NON_PROFIT_ORGANISATION",
                                            NULL};

static const char *const sources_of_funds[] = {"LABOUR_CONTRACT",
                                               "CIVIL_CONTRACT",
                                               "RENT",
                                               "FUNDS_FROM_OTHER_AUXILIARY_SOURCES",
                                               "SALE_OF_MOVABLE_ASSETS",
                                               "SALE_OF_REAL_ESTATE",
                                               "ORDINARY_BUSINESS_ACTIVITY",
                                               "DIVIDENDS",
                                               "LOAN_FROM_FINANCIAL_INSTITUTIONS_CREDIT_UNIONS",
                                               "LOAN_FROM_THIRD_PARTIES",
                                               "SALE_OF_COMPANY_SHARES_BUSINESS",
                                               "OTHER",
                                               "DONATION",
                                               "INHERITANCE",
                                               "ORIGIN_OF_FUNDS_UNKNOWN",
                                               NULL};

struct corporate_root {
    const char *name;
    const char *surname;
    const char *email;
    struct mobile mobile;
    const char *position;
    struct date date_of_birth;
    const char *tag;
    const char *locale;
    const char *brand;
};

struct company {
    const char *type;
    const char *name;
    const char *registration_number;
    const char *country;
    struct address business_address;
};

struct corporate {
    int64_t profile;
    const char *tag;
    struct corporate_root root;
    struct company company;
    const char *industry;
    const char *source_of_funds;
    const char *source_of_funds_other;
    enum maybe accepted_terms;
    const char *ip_address;
    const char *base_currency;
    const char *fee_group;
};

static const struct rule business_address_rules[] = {
    RULE_TEXT(struct address, line1, "addressLine1", REQUIRED, .least = 1, .most = 150),
    RULE_TEXT(struct address, line2, "addressLine2", .most = 150),
    RULE_TEXT(struct address, city, "city", REQUIRED, .most = 50),
    RULE_TEXT(struct address, post_code, "postCode", REQUIRED, .most = 10,
              .format = FORMAT_POST_CODE),
    RULE_TEXT(struct address, state, "state", .most = 50),
    RULE_TEXT(struct address, country, "country", REQUIRED, .least = 2, .most = 2,
              .format = FORMAT_CAPITALS),
    END_OF_RULES,
};

static const struct rule root_rules[] = {
    RULE_TEXT(struct corporate_root, name, "name", REQUIRED, .least = 1, .most = 50),
    RULE_TEXT(struct corporate_root, surname, "surname", REQUIRED, .least = 1, .most = 50),
    RULE_TEXT(struct corporate_root, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_OBJECT(struct corporate_root, mobile, "mobile", mobile_rules, REQUIRED),
    RULE_TEXT(struct corporate_root, position, "companyPosition", REQUIRED, .values = positions),
    RULE_OBJECT(struct corporate_root, date_of_birth, "dateOfBirth", date_rules),
    RULE_TEXT(struct corporate_root, tag, "tag", .most = 50, .format = FORMAT_TAG),
    RULE_TEXT(struct corporate_root, locale, "locale", .most = 5, .format = FORMAT_LOCALE),
    RULE_TEXT(struct corporate_root, brand, "brand", .most = 25, .format = FORMAT_BRAND),
    END_OF_RULES,
};

static const struct rule company_rules[] = {
    RULE_TEXT(struct company, type, "type", REQUIRED, .values = company_types),
    RULE_TEXT(struct company, name, "name", REQUIRED, .least = 1, .most = 100),
    RULE_TEXT(struct company, registration_number, "registrationNumber", .least = 1, .most = 20),
    RULE_TEXT(struct company, country, "registrationCountry", REQUIRED, .least = 2, .most = 2,
              .format = FORMAT_CAPITALS),
    RULE_OBJECT(struct company, business_address, "businessAddress", business_address_rules),
    END_OF_RULES,
};

static const struct rule corporate_rules[] = {
    RULE_ID(struct corporate, profile, "profileId", REQUIRED),
    RULE_TEXT(struct corporate, tag, "tag", .most = 50, .format = FORMAT_TAG),
    RULE_OBJECT(struct corporate, root, "rootUser", root_rules, REQUIRED),
    RULE_OBJECT(struct corporate, company, "company", company_rules, REQUIRED),
    RULE_TEXT(struct corporate, industry, "industry", .values = industries),
    RULE_TEXT(struct corporate, source_of_funds, "sourceOfFunds", .values = sources_of_funds),
    RULE_TEXT(struct corporate, source_of_funds_other, "sourceOfFundsOther", .most = 255),
    RULE_BOOLEAN(struct corporate, accepted_terms, "acceptedTerms"),
    RULE_TEXT(struct corporate, ip_address, "ipAddress", REQUIRED, .least = 5, .most = 45),
    RULE_TEXT(struct corporate, base_currency, "baseCurrency", REQUIRED, .least = 3, .most = 3,
              .format = FORMAT_CURRENCY),
    RULE_TEXT(struct corporate, fee_group, "feeGroup", .most = 50, .empty_is_absent = true),
    END_OF_RULES,
};
const struct input corporate_input = {
    .name = "CorporateCreate", .rules = corporate_rules, .size = sizeof(struct corporate)};

struct corporate_root_answer {
    struct typed_id id;
    bool active;
    bool email_verified;
    bool mobile_verified;
    enum maybe password_already_set; /* only in the answer to the creation */
    const struct date *date_of_birth;
    const struct mobile *mobile; /* NULL: a seed may leave it out */
    struct corporate_root root;
};

#define ROOT(member) root.member

static const struct field root_fields[] = {
    SHOW_OBJECT(struct corporate_root_answer, id, "id", identity_id_fields),
    SHOW_TEXT(struct corporate_root_answer, ROOT(name), "name"),
    SHOW_TEXT(struct corporate_root_answer, ROOT(surname), "surname"),
    SHOW_TEXT(struct corporate_root_answer, ROOT(email), "email"),
    SHOW_POINTER(struct corporate_root_answer, mobile, "mobile", mobile_fields, OPTIONAL),
    SHOW_TEXT(struct corporate_root_answer, ROOT(position), "companyPosition"),
    SHOW_BOOLEAN(struct corporate_root_answer, active, "active"),
    SHOW_BOOLEAN(struct corporate_root_answer, email_verified, "emailVerified"),
    SHOW_BOOLEAN(struct corporate_root_answer, mobile_verified, "mobileNumberVerified"),
    SHOW_MAYBE(struct corporate_root_answer, password_already_set, "passwordAlreadySet"),
    SHOW_POINTER(struct corporate_root_answer, date_of_birth, "dateOfBirth", date_fields, OPTIONAL),
    SHOW_TEXT(struct corporate_root_answer, ROOT(tag), "tag", OPTIONAL),
    SHOW_TEXT(struct corporate_root_answer, ROOT(locale), "locale", OPTIONAL),
    SHOW_TEXT(struct corporate_root_answer, ROOT(brand), "brand", OPTIONAL),
    END_OF_FIELDS,
};

struct company_answer {
    const char *name;
    const char *type;
    const char *country;
    const char *registration_number;
    const struct address *business_address;
    const struct address
        *registered_address; /* this and the next: set by KYB, NULL until it is approved */
    const struct date *incorporated;
};

static const struct field company_fields[] = {
    SHOW_TEXT(struct company_answer, name, "name"),
    SHOW_TEXT(struct company_answer, type, "type"),
    SHOW_TEXT(struct company_answer, country, "countryOfRegistration"),
    SHOW_TEXT(struct company_answer, registration_number, "registrationNumber", OPTIONAL),
    SHOW_POINTER(struct company_answer, business_address, "businessAddress", address_fields,
                 OPTIONAL),
    SHOW_POINTER(struct company_answer, registered_address, "registeredAddress", address_fields,
                 OPTIONAL),
    SHOW_POINTER(struct company_answer, incorporated, "incorporatedOn", date_fields, OPTIONAL),
    END_OF_FIELDS,
};

struct corporate_answer {
    struct typed_id id;
    int64_t profile;
    const char *tag;
    struct corporate_root_answer root;
    struct company_answer company;
    int64_t created;
    const char *ip_address;
    enum maybe accepted_terms;
    const char *base_currency;
    const char *fee_group;
    const char *industry;
    const char *source_of_funds;
    const char *source_of_funds_other;
};

static const struct field corporate_fields[] = {
    SHOW_OBJECT(struct corporate_answer, id, "id", identity_id_fields),
    SHOW_ID(struct corporate_answer, profile, "profileId"),
    SHOW_TEXT(struct corporate_answer, tag, "tag", OPTIONAL),
    SHOW_OBJECT(struct corporate_answer, root, "rootUser", root_fields),
    SHOW_OBJECT(struct corporate_answer, company, "company", company_fields),
    SHOW_INTEGER(struct corporate_answer, created, "creationTimestamp"),
    SHOW_TEXT(struct corporate_answer, ip_address, "ipAddress"),
    SHOW_MAYBE(struct corporate_answer, accepted_terms, "acceptedTerms"),
    SHOW_TEXT(struct corporate_answer, base_currency, "baseCurrency"),
    SHOW_TEXT(struct corporate_answer, fee_group, "feeGroup"),
    SHOW_TEXT(struct corporate_answer, industry, "industry", OPTIONAL),
    SHOW_TEXT(struct corporate_answer, source_of_funds, "sourceOfFunds", OPTIONAL),
    SHOW_TEXT(struct corporate_answer, source_of_funds_other, "sourceOfFundsOther", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view corporate_view = {.name = "Corporate", .fields = corporate_fields};

static struct corporate_root_answer
root_answer(const struct corporate *c, const struct identity *identity, const struct user *root,
            const struct mobile *mobile, enum maybe password_set)
{
    struct corporate_root_answer answer = {
        .id = {identity->type, identity->id},
        .active = root->active,
        .email_verified = root->email_verified,
        .mobile_verified = root->mobile_verified,
        .password_already_set = password_set,
        .mobile = mobile->number == NULL ? NULL : mobile,
        .date_of_birth = c->root.date_of_birth.year == 0 ? NULL : &c->root.date_of_birth,
        .root = c->root,
    };

    answer.root.name = root->name;
    answer.root.surname = root->surname;
    answer.root.email = root->email;
    return answer;
}

/* Once KYB is approved, adds made-up data that a company register would supply. */
static struct company_answer company_answer(struct arena *a, const struct company *c,
                                            const struct identity *identity)
{
    static const struct date incorporated = {2000, 1, 1};
    const struct address *business =
        c->business_address.line1 == NULL ? NULL : &c->business_address;
    struct company_answer answer = {.name = c->name,
                                    .type = c->type,
                                    .country = c->country,
                                    .registration_number = c->registration_number,
                                    .business_address = business};
    struct address *registered = arena_alloc(a, sizeof *registered);

    if (identity->diligence.effective.status != DILIGENCE_APPROVED)
        return answer;
    *registered = (struct address){.line1 = "1 Register Street",
                                   .city = "Capital",
                                   .post_code = "0001",
                                   .country = c->country};
    answer.registered_address = business == NULL ? registered : business;
    answer.incorporated = &incorporated;
    return answer;
}

/* Replies with the body of the creation, updated by the columns that have changed since. */
static int reply_corporate(struct request *r, const struct corporate *c,
                           const struct identity *identity, const struct user *root,
                           enum maybe password_set)
{
    const struct mobile mobile = {root->mobile_country_code, root->mobile_number};

    return reply(r, &(struct corporate_answer){
                        .id = {identity->type, identity->id},
                        .profile = identity->profile,
                        .tag = c->tag,
                        .root = root_answer(c, identity, root, &mobile, password_set),
                        .company = company_answer(r->arena, &c->company, identity),
                        .created = identity->created,
                        .ip_address = c->ip_address,
                        .accepted_terms = c->accepted_terms,
                        .base_currency = c->base_currency,
                        .fee_group = c->fee_group == NULL ? "DEFAULT" : c->fee_group,
                        .industry = c->industry,
                        .source_of_funds = c->source_of_funds,
                        .source_of_funds_other =
                            explained_funds(c->source_of_funds, c->source_of_funds_other),
                    });
}

static int company_type_or_reply(struct request *r, const struct company *company)
{
    if (strcmp(company->type, "NON_PROFIT_ORGANISATION") != 0 ||
        strcmp(company->country, "DE") == 0)
        return PASS;
    return refuse(r, COMPANY_TYPE_UNSUPPORTED, "NON_PROFIT_ORGANISATION is supported in DE only");
}

/* The root user with this address and name, if severalIdentitiesPerEmail is set; else -ENOENT. */
static int find_first_root(struct request *r, const struct corporate_root *in, struct user *ret)
{
    struct email_state state;

    if (r->realm->settings.several_identities_per_email != YES)
        return -ENOENT;
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, in->email, ret);

    if (rc == 0)
        rc = store_user_email_state(r->store, r->arena, ret->id, &state);
    if (rc < 0)
        return rc;
    return ret->type == USER_ROOT && strcmp(ret->name, in->name) == 0 &&
                   strcmp(ret->surname, in->surname) == 0 && email_is_reserved(ret, &state, r->now)
               ? 0
               : -ENOENT;
}

/*
 * weavr-identities.md 4.1 rows 11 to 13: a person may sign up a further corporate if the first one's
 * address is verified, its due diligence approved, and the person active in it.
 */
static int first_root_or_reply(struct request *r, const struct corporate_root *in,
                               struct sign_up *form)
{
    struct identity identity = {.id = 0};
    struct user root = {.id = 0};
    int rc = find_first_root(r, in, &root);

    if (rc == -ENOENT)
        return email_or_reply(r, in->email, ROOT_EMAIL_NOT_UNIQUE);
    if (rc == 0)
        rc = store_identity_find(r->store, r->arena, root.identity, &identity);
    if (rc < 0)
        return rc;
    if (!root.email_verified || identity.diligence.effective.status != DILIGENCE_APPROVED)
        return refuse(r, ROOT_EMAIL_NOT_VERIFIED,
                      "the address or due diligence of the first root %s is not verified",
                      in->email);
    if (!user_is_active(&root))
        return refuse(r, ROOT_USER_INACTIVE, "the first root %s or its identity is deactivated",
                      in->email);
    form->person = root.person;
    form->email_shared = true;
    form->email_verified = true;
    return PASS;
}

/* The 409s in the order of weavr-identities.md 10. */
static int corporate_or_reply(struct request *r, const struct corporate *in, struct sign_up *form)
{
    int rc = profile_or_reply(r, IDENTITY_CORPORATE, in->profile);

    if (rc == PASS)
        rc = terms_or_reply(r, in->accepted_terms);
    if (rc == PASS)
        rc = company_type_or_reply(r, &in->company);
    if (rc == PASS)
        rc = currency_or_reply(r, in->base_currency, CURRENCY_UNSUPPORTED);
    if (rc == PASS)
        rc = fee_group_or_reply(r, in->fee_group);
    if (rc == PASS)
        rc = country_or_reply(r, in->company.country);
    if (rc == PASS)
        rc = country_code_or_reply(r, in->company.business_address.country);
    if (rc == PASS)
        rc = email_domain_or_reply(r, in->root.email);
    if (rc == PASS)
        rc = first_root_or_reply(r, &in->root, form);
    if (rc == PASS)
        rc = mobile_code_or_reply(r, &in->root.mobile);
    return rc;
}

static int corporate_create(struct request *r)
{
    const struct corporate *in = r->input;
    struct identity identity;
    struct user root;
    struct sign_up form = {
        .type = IDENTITY_CORPORATE,
        .profile = in->profile,
        .identity_name = in->company.name,
        .name = in->root.name,
        .surname = in->root.surname,
        .email = in->root.email,
        .mobile = {in->root.mobile.country_code, in->root.mobile.number},
        .details = request_read_body(r),
    };
    int rc = corporate_or_reply(r, in, &form);

    if (rc != PASS)
        return rc;
    rc = identity_sign_up(r, &form, &identity, &root);
    return rc < 0 ? rc : reply_corporate(r, in, &identity, &root, form.person != 0 ? YES : NO);
}

static const struct rule corporate_patch_rules[] = {
    IDENTITY_PATCH_RULES,
    RULE_OBJECT(struct identity_patch, address, "companyBusinessAddress", business_address_rules),
    RULE_TEXT(struct identity_patch, occupation, "industry", .values = industries),
    RULE_TEXT(struct identity_patch, source_of_funds, "sourceOfFunds", .values = sources_of_funds),
    END_OF_RULES,
};
static const struct input corporate_patch_input = {.name = "CorporatePatch",
                                                   .rules = corporate_patch_rules,
                                                   .size = sizeof(struct identity_patch)};

static int corporate_show(struct request *r, int64_t id)
{
    struct corporate body = {0};
    struct email_state email;
    struct identity identity;
    struct user root;
    int rc = identity_body(r, id, &corporate_input, &identity, &root, &body);

    if (rc < 0)
        return rc;
    if (r->operation->access != APP_KEY)
        return reply_corporate(r, &body, &identity, &root, UNSET);
    rc = store_user_email_state(r->store, r->arena, root.id, &email);
    /* passwordAlreadySet is only in the answer to the creation, which is a replay here */
    return rc < 0 ? rc : reply_corporate(r, &body, &identity, &root, email.shared ? YES : NO);
}

static int corporate_update(struct request *r)
{
    static const struct patched members[] = {
        {"companyBusinessAddress", "company", "businessAddress"},
        {NULL, NULL, NULL},
    };
    const struct patching patching = {ROOT_USER_ALREADY_VERIFIED, false, members};
    int rc = identity_patch_or_reply(r, &patching);

    return rc == PASS ? corporate_show(r, r->session.identity) : rc;
}

static int corporate_get(struct request *r)
{
    return corporate_show(r, r->session.identity);
}

/* clang-format off */
const struct operation corporate_operations[] = {
    OPERATION(corporate_create, POST, "/multi/corporates", APP_KEY,
              .summary = "Sign up a corporate", .group = &corporates_group,
              .input = &corporate_input, .status = 200, .answer = &corporate_view, .writes = true, .replays = REPLAY_CURRENT(corporate_show),
              .errors = ERRORS(INSUFFICIENT_PERMISSIONS, PROFILE_NOT_FOUND, TERMS_NOT_ACCEPTED,
                               COMPANY_TYPE_UNSUPPORTED, CURRENCY_UNSUPPORTED, FEE_GROUP_INVALID,
                               COUNTRY_INVALID, COUNTRY_UNSUPPORTED, EMAIL_DOMAIN_NOT_ALLOWED,
                               MOBILE_OR_COUNTRY_CODE_INVALID, ROOT_EMAIL_NOT_UNIQUE, ROOT_EMAIL_NOT_VERIFIED,
                               PAYMENT_MODEL_CONSTRAINTS_VIOLATED, PROFILE_INACTIVE, COMPANY_NOT_FOUND,
                               COMPANY_LOOKUP_FAILED, ROOT_USER_INACTIVE, KYC_APPROVAL_MISSING, PROFILE_MISMATCH)),
    OPERATION(corporate_get, GET, "/multi/corporates", SIGNED_IN,
              .summary = "Show the corporate of the token", .group = &corporates_group,
              .columns = MULTI(.identities = OF(IDENTITY_CORPORATE)), .permit = administrators_only,
              .status = 200, .answer = &corporate_view, .errors = ERRORS()),
    OPERATION(corporate_update, PATCH, "/multi/corporates", SIGNED_IN,
              .summary = "Change the corporate and its root user", .group = &corporates_group,
              .columns = MULTI(.identities = OF(IDENTITY_CORPORATE), .root_only = true),
              .input = &corporate_patch_input, .status = 200, .answer = &corporate_view, .writes = true,
              .replays = REPLAY_CURRENT(corporate_show),
              .errors = ERRORS(ROOT_USER_ALREADY_VERIFIED, UNSUPPORTED_CURRENCY, FEE_GROUP_INVALID, COUNTRY_INVALID,
                               COUNTRY_UNSUPPORTED, EMAIL_DOMAIN_NOT_ALLOWED, EMAIL_NOT_UNIQUE,
                               TOO_FREQUENT_EMAIL_CHANGES, MOBILE_OR_COUNTRY_CODE_INVALID,
                               MOBILE_NO_CHANGE_LIMIT_EXCEEDED, MOBILE_CHANGE_NOT_ALLOWED, TERMINATION_DATE_IN_PAST)),
    END_OF_OPERATIONS,
};
/* clang-format on */
