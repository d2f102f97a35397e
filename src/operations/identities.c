/* SPDX-License-Identifier: MIT */
/* What consumers and corporates share (weavr-identities.md 3.1, 3.4, 3.5, 4.1, 4.4). */
#include "identities.h"

#include "api/reply.h"
#include "base/encode.h"
#include "domain/iso.h"
#include "scene.h"
#include "store/identities.h"
#include "store/users.h"

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
            return refuse(r, INSUFFICIENT_PERMISSIONS, "the profile is of another programme");
    }
    return refuse(r, PROFILE_NOT_FOUND, "profile %lld is not the realm's profile of %s identities",
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
    return refuse(r, COUNTRY_INVALID, "%s is no country of ISO 3166-1", country);
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
    return refuse(r, unknown, "currency %s is none of EUR, GBP, USD%s", currency,
                  iso_is_currency(currency) ? "" : ", and no currency of ISO 4217");
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

static int refuse_email(struct request *r, enum error error, const char *email)
{
    return refuse(r, error, "the address %s is reserved in realm %s", email, r->realm->name);
}

/* Asked before the mobile is judged, in the order of the contract; sign_up has the last word. */
int email_or_reply(struct request *r, const char *email, enum error taken)
{
    struct user holder;
    int rc = store_user_release_email(r->store, r->realm->id, email, r->now);

    if (rc == 0)
        rc = store_user_find_by_email(r->store, r->arena, r->realm->id, email, &holder);
    if (rc == 0)
        return refuse_email(r, taken, email);
    return rc == -ENOENT ? PASS : rc;
}

int mobile_code_or_reply(struct request *r, const struct mobile *mobile)
{
    if (mobile->country_code == NULL || mobile->country_code[1] != '0')
        return PASS;
    return refuse(r, MOBILE_OR_COUNTRY_CODE_INVALID, "no dialling code starts with 0");
}

int sign_up_or_reply(struct request *r, struct sign_up *form, struct identity *ret_identity,
                     struct user *ret_root)
{
    struct scene scene = scene_of(r);
    int rc = sign_up(&scene, form, ret_root);

    if (rc == -EEXIST)
        return refuse_email(r, ROOT_EMAIL_NOT_UNIQUE, form->email);
    if (rc == 0)
        rc = store_identity_find(r->store, r->arena, ret_root->identity, ret_identity);
    return rc < 0 ? rc : PASS;
}

int own_identity(struct request *r, const struct input *input, struct identity *ret,
                 struct user *ret_root, void *ret_body)
{
    struct decoder decoder = {.arena = r->arena, .complaints = LIST_OF(struct complaint)};
    int rc = store_identity_find(r->store, r->arena, r->session.identity, ret);

    if (rc == 0)
        rc = store_user_find(r->store, r->arena, ret->id, ret_root);
    if (rc < 0)
        return rc;
    /* the body was judged when it came; here its strings are found again */
    json_decref(r->json);
    r->json = json_loads(ret->details, 0, NULL);
    rules_decode_object(&decoder, input->rules, NULL, r->json, ret_body);
    return decoder.complaints.count == 0 ? 0 : -EBADMSG;
}

struct email_send {
    const char *email;
};

static const struct rule email_send_rules[] = {
    RULE_TEXT(struct email_send, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    END_OF_RULES,
};
const struct input email_send_input = {
    .name = "EmailVerificationSend", .rules = email_send_rules, .size = sizeof(struct email_send)};

struct email_verify {
    const char *email;
    const char *code;
};

static const struct rule email_verify_rules[] = {
    RULE_TEXT(struct email_verify, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_TEXT(struct email_verify, code, "verificationCode", REQUIRED, SECRET,
              .format = FORMAT_CODE),
    END_OF_RULES,
};
const struct input email_verify_input = {
    .name = "EmailVerification", .rules = email_verify_rules, .size = sizeof(struct email_verify)};

/* -ENOENT for an address that is no root's of this type, or was released since. */
static int find_root(struct request *r, enum identity_type type, const char *email,
                     struct user *ret)
{
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, email, ret);

    if (rc == 0 && (ret->type != USER_ROOT || ret->identity_type != type ||
                    !user_email_is_reserved(ret, r->now)))
        return -ENOENT;
    return rc;
}

static int send_email_code(struct request *r, const struct user *root)
{
    struct scene scene = scene_of(r);
    const char *code = code_new(&scene);
    struct message message = {
        .channel = "EMAIL",
        .to = root->email,
        .kind = "EMAIL_VERIFICATION",
        .code = code,
        .text = arena_printf(
            r->arena, "Please verify your address: email=%s&cons=%s&nonce=%s", root->email,
            root->identity_type == IDENTITY_CONSUMER ? arena_int(r->arena, root->identity) : "",
            code),
    };
    int rc = store_user_set_email_code(
        r->store, root->id, code, r->now + r->realm->settings.email_verification_seconds * 1000);

    return rc < 0 ? rc : message_send(&scene, &message);
}

static int email_send(struct request *r, enum identity_type type)
{
    const struct email_send *in = r->input;
    struct user root;
    int rc = find_root(r, type, in->email, &root);

    if (rc == -ENOENT)
        return refuse(r, EMAIL_NOT_FOUND, "no %s root %s in realm %s", identity_type_names[type],
                      in->email, r->realm->name);
    if (rc == 0 && !root.email_verified)
        rc = send_email_code(r, &root);
    return rc < 0 ? rc : reply(r, NULL);
}

static int email_verify(struct request *r, enum identity_type type)
{
    const struct email_verify *in = r->input;
    struct user root;
    int rc = find_root(r, type, in->email, &root);

    if (rc == -ENOENT)
        return refuse(r, VERIFICATION_CODE_INVALID, "no %s root %s in realm %s",
                      identity_type_names[type], in->email, r->realm->name);
    if (rc < 0)
        return rc;
    if (root.email_code == NULL || !is_same_secret(root.email_code, in->code))
        return refuse(r, VERIFICATION_CODE_INVALID, "%s",
                      root.email_code == NULL ? "no code was sent, or it was used" : "wrong code");
    rc = store_user_set_email_verified(r->store, root.id, true);
    return rc < 0 ? rc : reply(r, NULL);
}

int consumer_email_send(struct request *r)
{
    return email_send(r, IDENTITY_CONSUMER);
}

int consumer_email_verify(struct request *r)
{
    return email_verify(r, IDENTITY_CONSUMER);
}

int corporate_email_send(struct request *r)
{
    return email_send(r, IDENTITY_CORPORATE);
}

int corporate_email_verify(struct request *r)
{
    return email_verify(r, IDENTITY_CORPORATE);
}
