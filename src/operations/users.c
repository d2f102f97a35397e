/* SPDX-License-Identifier: MIT */
/* Authorised users (weavr-identities.md section 5). */
#include "api/json.h"
#include "api/reply.h"
#include "domain/iso.h"
#include "identities.h"
#include "scene.h"
#include "second_factor.h"
#include "store/users.h"

const struct group users_group = {.tag = "users", .title = "Authorised users"};

static const char *const roles[] = {"CARD_ASSIGNEE",
                                    "CARDS_MANAGEMENT_ROLE",
                                    "FUNDS_MANAGEMENT_ROLE",
                                    "ACCESS_MANAGEMENT_ROLE",
                                    "ADMIN",
                                    NULL};

struct user_create {
    const char *name;
    const char *surname;
    const char *email;
    struct mobile mobile;
    struct date date_of_birth;
    const char *tag;
    const char *country;
    const char *locale;
    const char *brand;
    struct list roles;
};

#define ROLES_MOST 5

static const struct rule user_create_rules[] = {
    RULE_TEXT(struct user_create, name, "name", REQUIRED, .least = 1, .most = 50),
    RULE_TEXT(struct user_create, surname, "surname", REQUIRED, .least = 1, .most = 50),
    RULE_TEXT(struct user_create, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_OBJECT(struct user_create, mobile, "mobile", mobile_rules),
    RULE_OBJECT(struct user_create, date_of_birth, "dateOfBirth", date_rules),
    RULE_TEXT(struct user_create, tag, "tag", .most = 50, .format = FORMAT_TAG),
    RULE_TEXT(struct user_create, country, "countryOfResidence", .least = 2, .most = 2,
              .format = FORMAT_CAPITALS),
    RULE_TEXT(struct user_create, locale, "locale", .most = 5, .format = FORMAT_LOCALE),
    RULE_TEXT(struct user_create, brand, "brand", .most = 25, .format = FORMAT_BRAND),
    RULE_TEXTS(struct user_create, roles, "roles", .most = ROLES_MOST, .values = roles),
    END_OF_RULES,
};
const struct input user_create_input = {
    .name = "UserCreate", .rules = user_create_rules, .size = sizeof(struct user_create)};

struct user_answer {
    int64_t id;
    struct typed_id identity;
    bool active;
    const struct mobile *mobile;      /* NULL: none */
    const struct date *date_of_birth; /* NULL: none */
    struct user_create body;
};

static const struct field user_fields[] = {
    SHOW_ID(struct user_answer, id, "id"),
    SHOW_OBJECT(struct user_answer, identity, "identity", identity_id_fields),
    SHOW_TEXT(struct user_answer, body.name, "name"),
    SHOW_TEXT(struct user_answer, body.surname, "surname"),
    SHOW_TEXT(struct user_answer, body.email, "email"),
    SHOW_POINTER(struct user_answer, mobile, "mobile", mobile_fields, OPTIONAL),
    SHOW_BOOLEAN(struct user_answer, active, "active"),
    SHOW_POINTER(struct user_answer, date_of_birth, "dateOfBirth", date_fields, OPTIONAL),
    SHOW_TEXT(struct user_answer, body.tag, "tag", OPTIONAL),
    SHOW_TEXT(struct user_answer, body.country, "countryOfResidence", OPTIONAL),
    SHOW_TEXT(struct user_answer, body.locale, "locale", OPTIONAL),
    SHOW_TEXT(struct user_answer, body.brand, "brand", OPTIONAL),
    SHOW_TEXTS(struct user_answer, body.roles, "roles", OPTIONAL),
    END_OF_FIELDS,
};
const struct view user_view = {.name = "User", .fields = user_fields};

/* Roles mean nothing where access is not based on them (weavr-identities.md section 10). */
static int roles_or_reply(struct request *r, const struct list *wanted)
{
    if (wanted->count == 0 || r->realm->settings.role_based_access == YES)
        return PASS;
    return refuse(r, ROLE_NOT_FOUND, "the setting roleBasedAccess is off in realm %s",
                  r->realm->name);
}

static int residence_or_reply(struct request *r, const char *country)
{
    if (country == NULL)
        return PASS;
    if (!iso_is_country(country))
        return refuse(r, COUNTRY_OF_RESIDENCE_INVALID, "%s is no country of ISO 3166-1", country);
    if (country_is_unsupported(r, country))
        return refuse(r, COUNTRY_OF_RESIDENCE_INVALID,
                      "country %s is in the setting unsupportedCountries", country);
    return PASS;
}

static int reply_user(struct request *r, const struct user *user, const struct user_create *in)
{
    const struct user_answer answer = {
        .id = user->id,
        .identity = {user->identity_type, user->identity},
        .active = user->active,
        .mobile = in->mobile.number == NULL ? NULL : &in->mobile,
        .date_of_birth = in->date_of_birth.year == 0 ? NULL : &in->date_of_birth,
        .body = *in,
    };

    return reply(r, &answer);
}

/* The new user works for the identity of the token; `creator` is who holds that. */
static int create(struct request *r, const struct user_create *in, const struct user *creator)
{
    struct scene scene = scene_of(r);
    struct user user = {
        .identity = r->session.identity,
        .identity_type = creator->identity_type,
        .email = in->email,
        .email_deadline = r->now,
        .name = in->name,
        .surname = in->surname,
        .mobile_country_code = in->mobile.country_code,
        .mobile_number = in->mobile.number,
        .details = json_text(r->arena, r->json),
    };
    int rc = authorised_user_add(&scene, &user);

    return rc < 0 ? rc : reply_user(r, &user, in);
}

int user_create(struct request *r)
{
    const struct user_create *in = r->input;
    struct user creator;
    int rc = caller_place(r, &creator);

    if (rc < 0)
        return rc;
    rc = roles_or_reply(r, &in->roles);
    if (rc == PASS)
        rc = residence_or_reply(r, in->country);
    if (rc == PASS)
        rc = email_domain_or_reply(r, in->email);
    if (rc == PASS)
        rc = email_or_reply(r, in->email, EMAIL_NOT_UNIQUE);
    if (rc == PASS)
        rc = mobile_code_or_reply(r, &in->mobile);
    return rc == PASS ? create(r, in, &creator) : rc;
}
