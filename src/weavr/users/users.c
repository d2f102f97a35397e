/* SPDX-License-Identifier: MIT */
/*
 * Authorised users (weavr-identities.md 5.1 to 5.5).
 *
 * An operation finds only authorised users of the token's identity (user_find), never root users.
 * Details without a column are JSON (user_details.c). Roles have no effect unless the setting
 * roleBasedAccess is on.
 *
 * Start reading at user_create, then user_update.c and invitations.c.
 */
#include "weavr/users.h"

#include "backoffice.h"
#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/sign_up.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "model/iso.h"
#include "multi_columns.h"
#include "roles.h"
#include "weavr/events.h"
#include "weavr/second_factor.h"

#include <errno.h>

const struct group users_group = {.tag = "users", .title = "Authorised users"};

/* clang-format off */
#define USER_MEMBERS(needed)                                                                       \
    RULE_TEXT(struct user_form, name, "name", .required = (needed), .least = 1, .most = 50),       \
    RULE_TEXT(struct user_form, surname, "surname", .required = (needed), .least = 1, .most = 50), \
    RULE_TEXT(struct user_form, email, "email", .required = (needed), .most = 254,                 \
              .format = FORMAT_EMAIL),                                                             \
    RULE_OBJECT(struct user_form, mobile, "mobile", mobile_rules),                                 \
    RULES_OF_DETAILS(struct user_form, details.)
/* clang-format on */

static const struct rule user_create_rules[] = {
    USER_MEMBERS(true),
    RULE_RESIDENCE(struct user_form, details.),
    END_OF_RULES,
};
static const struct input user_create_input = {
    .name = "UserCreate", .rules = user_create_rules, .size = sizeof(struct user_form)};

static const struct rule user_update_rules[] = {
    RULE_ID(struct user_form, path.id, "user_id", REQUIRED, .place = IN_PATH),
    USER_MEMBERS(false),
    END_OF_RULES,
};
const struct input user_update_input = {
    .name = "UserUpdate", .rules = user_update_rules, .size = sizeof(struct user_form)};

static const struct rule user_id_rules[] = {
    RULE_ID(struct path_id, id, "user_id", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
const struct input user_id_input = {
    .name = "UserId", .rules = user_id_rules, .size = sizeof(struct path_id)};

const struct field user_fields[] = {
    SHOW_ID(struct user_answer, id, "id"),
    SHOW_OBJECT(struct user_answer, identity, "identity", identity_id_fields),
    SHOW_TEXT(struct user_answer, name, "name"),
    SHOW_TEXT(struct user_answer, surname, "surname"),
    SHOW_TEXT(struct user_answer, email, "email"),
    SHOW_POINTER(struct user_answer, shown_mobile, "mobile", mobile_fields, OPTIONAL),
    SHOW_BOOLEAN(struct user_answer, active, "active"),
    SHOW_USER_DETAILS(struct user_answer, details.),
    END_OF_FIELDS,
};
const struct view user_view = {.name = "User", .fields = user_fields};

int user_answer_of(struct arena *a, const struct user *user, const char *details,
                   struct user_answer *ret)
{
    *ret = (struct user_answer){
        .id = user->id,
        .identity = {user->identity_type, user->identity},
        .name = user->name,
        .surname = user->surname,
        .email = user->email,
        .mobile = {user->mobile_country_code, user->mobile_number},
        .active = user->active,
    };
    if (ret->mobile.number != NULL)
        ret->shown_mobile = &ret->mobile;
    int rc = user_details_read(a, details, &ret->details);

    if (ret->details.date_of_birth.year != 0)
        ret->details.shown_birth = &ret->details.date_of_birth;
    return rc;
}

int reply_user(struct request *r, const struct user *user, const char *details)
{
    struct user_answer answer;
    int rc = user_answer_of(r->arena, user, details, &answer);

    r->made = user->id;
    return rc < 0 ? rc : reply(r, &answer);
}

static int reply_found(struct request *r, const struct user *user)
{
    const char *details;
    int rc = store_user_details(r->store, r->arena, user->id, &details);

    return rc < 0 ? rc : reply_user(r, user, details);
}

int user_show(struct request *r, int64_t id)
{
    struct user user;
    int rc = store_user_find(r->store, r->arena, id, &user);

    return rc < 0 ? rc : reply_found(r, &user);
}

/* Users of another identity of the same type are forbidden, all others are not found. */
static int refuse_user(struct request *r, const struct user *user, int64_t id)
{
    struct identity own = {.type = IDENTITY_CONSUMER};
    int rc = store_identity_find(r->store, r->arena, r->session.identity, &own);

    if (rc < 0)
        return rc;
    if (user->type == USER_AUTHORISED && user->realm == r->realm->id &&
        user->identity_type == own.type)
        return refuse(r, INSUFFICIENT_PERMISSIONS, "user %lld belongs to another identity",
                      (long long) id);
    return refuse(r, NOT_FOUND, "identity %lld has no authorised user %lld",
                  (long long) r->session.identity, (long long) id);
}

int user_find(struct request *r)
{
    const struct path_id *in = r->input;
    struct user *user = arena_alloc(r->arena, sizeof *user);
    int rc = store_user_find(r->store, r->arena, in->id, user);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || user->type != USER_AUTHORISED || user->identity != r->session.identity)
        return refuse_user(r, user, in->id);
    r->found = user;
    return PASS;
}

static int user_get(struct request *r)
{
    return reply_found(r, r->found);
}

static int residence_or_reply(struct request *r, const char *country)
{
    if (country == NULL)
        return PASS;
    if (!iso_is_country(country))
        return refuse(r, COUNTRY_OF_RESIDENCE_INVALID, "%s is not a country code of ISO 3166-1",
                      country);
    if (country_is_unsupported(r, country))
        return refuse(r, COUNTRY_OF_RESIDENCE_INVALID,
                      "country %s is in the setting unsupportedCountries", country);
    return PASS;
}

/* Creates a user of the token's identity; `creator` is the user that the token acts as. */
static int create(struct request *r, const struct user_form *in, const struct user *creator)
{
    struct context ctx = context_of(r);
    struct user_record record = {
        .user = {.identity = r->session.identity,
                 .identity_type = creator->identity_type,
                 .email = in->email,
                 .name = in->name,
                 .surname = in->surname,
                 .mobile_country_code = in->mobile.country_code,
                 .mobile_number = in->mobile.number},
        .email_deadline = r->now,
        .details = user_details_text(r->arena, &in->details),
    };
    int rc = authorised_user_add(&ctx, &record);

    return rc < 0 ? rc : reply_user(r, &record.user, record.details);
}

static int user_create(struct request *r)
{
    const struct user_form *in = r->input;
    struct user creator;
    int rc = caller_acting_user(r, &creator);

    if (rc < 0)
        return rc;
    rc = roles_or_reply(r, &in->details.roles);
    if (rc == PASS)
        rc = residence_or_reply(r, in->details.country);
    if (rc == PASS)
        rc = email_domain_or_reply(r, in->email);
    if (rc == PASS)
        rc = email_or_reply(r, in->email, EMAIL_NOT_UNIQUE);
    if (rc == PASS)
        rc = mobile_code_or_reply(r, &in->mobile);
    return rc == PASS ? create(r, in, &creator) : rc;
}

static int user_activate(struct request *r)
{
    const struct user *user = r->found;
    struct user caller;
    int rc = caller_acting_user(r, &caller);

    if (rc < 0)
        return rc;
    if (!caller.active)
        return refuse(r, INSUFFICIENT_PERMISSIONS, "the caller, user %lld, is deactivated",
                      (long long) caller.id);
    rc = store_user_set_active(r->store, user->id, true);
    return rc < 0 ? rc : reply(r, NULL);
}

static int user_deactivate(struct request *r)
{
    const struct user *user = r->found;
    struct context ctx = context_of(r);
    int rc = store_user_set_active(r->store, user->id, false);

    if (rc == 0 && user->active)
        rc = event_user_deactivated(
            &ctx, user, r->session.kind == SESSION_IMPERSONATION ? BY_OPERATOR : BY_USER);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation user_operations[] = {
    OPERATION(user_create, POST, "/multi/users", SIGNED_IN,
              .summary = "Create an authorised user of the identity", .group = &users_group,
              .input = &user_create_input, .permit = managers_only, .status = 200, .answer = &user_view, .writes = true, .replays = REPLAY_CURRENT(user_show),
              .columns = MULTI(.guard = GUARD(sca_user_creation, "scaUserCreation")),
              .errors = ERRORS(EMAIL_NOT_UNIQUE, MOBILE_OR_COUNTRY_CODE_INVALID, EMAIL_DOMAIN_NOT_ALLOWED,
                               COUNTRY_OF_RESIDENCE_INVALID, ROLE_NOT_FOUND, CANNOT_MODIFY_OWN_ROLES,
                               ADMIN_ROLE_REMOVAL_NOT_ALLOWED)),
    OPERATION(user_get, GET, "/multi/users/{user_id}", SIGNED_IN,
              .summary = "Show an authorised user", .group = &users_group,
              .input = &user_id_input, .find = user_find, .permit = managers_or_self, .status = 200, .answer = &user_view,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(user_activate, POST, "/multi/users/{user_id}/activate", SIGNED_IN,
              .summary = "Activate a user", .group = &users_group,
              .input = &user_id_input, .find = user_find, .collapses = true, .permit = managers_only, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(user_deactivate, POST, "/multi/users/{user_id}/deactivate", SIGNED_IN,
              .summary = "Deactivate a user", .group = &users_group,
              .input = &user_id_input, .find = user_find, .collapses = true, .permit = managers_only, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};

const struct operation backoffice_user_operations[] = {
    OPERATION(user_create, POST, "/multi/backoffice/users", SIGNED_IN,
              .summary = "Create an authorised user on behalf of the identity, if backofficeUsers is set", .group = &backoffice_group,
              .tokens = KIND(SESSION_IMPERSONATION), .columns = MULTI(.ended_token = INSUFFICIENT_PERMISSIONS), .permit = backoffice_users,
              .input = &user_create_input, .status = 200, .answer = &user_view, .writes = true,
              .errors = ERRORS(EMAIL_NOT_UNIQUE, MOBILE_OR_COUNTRY_CODE_INVALID, EMAIL_DOMAIN_NOT_ALLOWED,
                               COUNTRY_OF_RESIDENCE_INVALID, ROLE_NOT_FOUND, CANNOT_MODIFY_OWN_ROLES,
                               ADMIN_ROLE_REMOVAL_NOT_ALLOWED)),
    OPERATION(user_deactivate, POST, "/multi/backoffice/users/{user_id}/deactivate", SIGNED_IN,
              .summary = "Deactivate a user, if backofficeUsers is set", .group = &backoffice_group,
              .tokens = KIND(SESSION_IMPERSONATION), .columns = MULTI(.ended_token = INSUFFICIENT_PERMISSIONS), .permit = backoffice_users,
              .input = &user_id_input, .find = user_find, .collapses = true, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, CARD_HAS_REMAINING_BALANCE)),
    END_OF_OPERATIONS,
};
/* clang-format on */
