/* SPDX-License-Identifier: MIT */
/*
 * What consumers and corporates share (weavr-identities.md 3.1, 4.1): checks of their bodies, sign-up,
 * and reading back.
 *
 * The body that creates an identity is stored as it was read (identity.details), and decoded by the same
 * rules when the identity is shown. Names, address and number also have columns, which take
 * precedence; a PATCH updates both.
 *
 * Start reading at consumer_create in consumers.c, then identity_patch.c.
 */
#include "weavr/identities.h"

#include "directory/context.h"
#include "directory/emails.h"
#include "directory/identities_store.h"
#include "directory/sign_up.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "json/decode.h"
#include "model/iso.h"

#include <errno.h>
#include <string.h>

const struct rule date_rules[] = {
    RULE_INTEGER(struct date, year, "year", REQUIRED, .least = 1900, .most = 2100),
    RULE_INTEGER(struct date, month, "month", REQUIRED, .least = 1, .most = 12),
    RULE_INTEGER(struct date, day, "day", REQUIRED, .least = 1, .most = 31),
    END_OF_RULES,
};

const struct field date_fields[] = {
    SHOW_INTEGER(struct date, year, "year"),
    SHOW_INTEGER(struct date, month, "month"),
    SHOW_INTEGER(struct date, day, "day"),
    END_OF_FIELDS,
};

const struct field address_fields[] = {
    SHOW_TEXT(struct address, line1, "addressLine1", OPTIONAL),
    SHOW_TEXT(struct address, line2, "addressLine2", OPTIONAL),
    SHOW_TEXT(struct address, city, "city", OPTIONAL),
    SHOW_TEXT(struct address, post_code, "postCode", OPTIONAL),
    SHOW_TEXT(struct address, state, "state", OPTIONAL),
    SHOW_TEXT(struct address, country, "country"),
    END_OF_FIELDS,
};

/* clang-format off */
#define INDUSTRIES                                                                                 \
    "ACCOUNTING", "AUDIT", "FINANCE", "PUBLIC_SECTOR_ADMINISTRATION", "ART_ENTERTAINMENT",         \
    "AUTO_AVIATION", "BANKING_LENDING", "BUSINESS_CONSULTANCY_LEGAL", "CONSTRUCTION_REPAIR",       \
    "EDUCATION_PROFESSIONAL_SERVICES", "INFORMATIONAL_TECHNOLOGIES", "TOBACCO_ALCOHOL",            \
    "GAMING_GAMBLING", "MEDICAL_SERVICES", "MANUFACTURING", "PR_MARKETING",                        \
    "PRECIOUS_GOODS_JEWELRY", "NON_GOVERNMENTAL_ORGANIZATION", "INSURANCE_SECURITY",               \
    "RETAIL_WHOLESALE", "TRAVEL_TOURISM", "FREELANCER"
/* clang-format on */

const char *const industries[] = {INDUSTRIES, NULL};
const char *const occupations[] = {INDUSTRIES, "STUDENT", "UNEMPLOYED", "RETIRED", "OTHER", NULL};

const char *explained_funds(const char *source, const char *other)
{
    return source != NULL && strcmp(source, "OTHER") == 0 ? other : NULL;
}

static int64_t profile_of(const struct realm *realm, enum identity_type type)
{
    return type == IDENTITY_CONSUMER ? realm->consumers_profile : realm->corporates_profile;
}

int profile_or_reply(struct request *r, enum identity_type type, int64_t profile)
{
    if (profile == profile_of(r->realm, type))
        return PASS;
    for (const struct realm *realm = r->gateway->realms.first; realm != NULL; realm = realm->next) {
        if (realm != r->realm &&
            (profile == realm->consumers_profile || profile == realm->corporates_profile))
            return refuse(r, INSUFFICIENT_PERMISSIONS, "the profile belongs to another programme");
    }
    return refuse(r, PROFILE_NOT_FOUND, "profile %lld is not the realm's profile for %s identities",
                  (long long) profile, identity_type_names[type]);
}

static bool contains(const struct list *texts, const char *wanted)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (strcasecmp(*(const char **) list_at(texts, i), wanted) == 0)
            return true;
    }
    return false;
}

bool country_is_unsupported(const struct request *r, const char *country)
{
    return contains(&r->realm->settings.unsupported_countries, country);
}

int country_code_or_reply(struct request *r, const char *country)
{
    if (country == NULL || iso_is_country(country))
        return PASS;
    return refuse(r, COUNTRY_INVALID, "%s is not a country code of ISO 3166-1", country);
}

int country_or_reply(struct request *r, const char *country)
{
    int rc = country_code_or_reply(r, country);

    if (rc != PASS || country == NULL || !country_is_unsupported(r, country))
        return rc;
    return refuse(r, COUNTRY_UNSUPPORTED, "country %s is in the setting unsupportedCountries",
                  country);
}

int terms_or_reply(struct request *r, enum maybe accepted)
{
    if (accepted != NO)
        return PASS;
    return refuse(r, TERMS_NOT_ACCEPTED, "acceptedTerms is false");
}

static bool is_in(const char *const *names, const char *wanted)
{
    for (; *names != NULL; names++) {
        if (strcmp(*names, wanted) == 0)
            return true;
    }
    return false;
}

int currency_or_reply(struct request *r, const char *currency, enum error unknown)
{
    static const char *const known[] = {"EUR", "GBP", "USD", NULL}; /* weavr-identities.md 1.6 */

    if (currency == NULL || is_in(known, currency))
        return PASS;
    return refuse(r, unknown, "currency %s is not EUR, GBP or USD%s", currency,
                  iso_is_currency(currency) ? "" : ", nor any currency of ISO 4217");
}

int fee_group_or_reply(struct request *r, const char *group)
{
    if (group == NULL || strcmp(group, "DEFAULT") == 0)
        return PASS;
    return refuse(r, FEE_GROUP_INVALID, "the only fee group is DEFAULT");
}

int email_domain_or_reply(struct request *r, const char *email)
{
    const char *domain = strrchr(email, '@') + 1;

    if (!contains(&r->realm->settings.blocked_email_domains, domain))
        return PASS;
    return refuse(r, EMAIL_DOMAIN_NOT_ALLOWED, "domain %s is in the setting blockedEmailDomains",
                  domain);
}

int email_of_other_or_reply(struct request *r, int64_t user, const char *email, enum error taken)
{
    struct context ctx = context_of(r);
    int rc = email_is_free_for(&ctx, user, email);

    if (rc == -EEXIST)
        return refuse(r, taken, "the address %s is reserved in realm %s", email, r->realm->name);
    return rc == 0 ? PASS : rc;
}

int email_or_reply(struct request *r, const char *email, enum error taken)
{
    return email_of_other_or_reply(r, 0, email, taken);
}

int mobile_code_or_reply(struct request *r, const struct mobile *mobile)
{
    if (mobile->country_code == NULL || mobile->country_code[1] != '0')
        return PASS;
    return refuse(r, MOBILE_OR_COUNTRY_CODE_INVALID, "no dialling code starts with 0");
}

int identity_sign_up(struct request *r, const struct sign_up *form, struct identity *ret_identity,
                     struct user *ret_root)
{
    struct context ctx = context_of(r);
    int rc = sign_up(&ctx, form, ret_root);

    if (rc == 0)
        rc = store_identity_find(r->store, r->arena, ret_root->identity, ret_identity);
    r->made = ret_root->identity;
    return rc;
}

int identity_body(struct request *r, int64_t id, const struct input *input, struct identity *ret,
                  struct user *ret_root, void *ret_body)
{
    struct decoder decoder = {.arena = r->arena, .complaints = LIST_OF(struct complaint)};
    int rc = store_identity_find(r->store, r->arena, id, ret);

    if (rc == 0)
        rc = store_user_find(r->store, r->arena, ret->id, ret_root);
    if (rc < 0)
        return rc;
    /* the body was validated at creation; ret_body's strings point into r->json */
    json_decref(r->json);
    r->json = json_loads(ret->details, 0, NULL);
    rules_decode_object(&decoder, input->rules, NULL, r->json, ret_body);
    return decoder.complaints.count == 0 ? 0 : -EBADMSG;
}
