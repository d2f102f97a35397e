/* SPDX-License-Identifier: MIT */
/* Creating and changing passwords (weavr-auth.md 2.5). */
#include "passwords.h"

#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/outbox.h"
#include "directory/passwords.h"
#include "directory/people_store.h"
#include "directory/sessions.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "model/password.h"
#include "secure_tokens.h"
#include "weavr/shared_types.h"

#include <errno.h>
#include <string.h>

const struct group passwords_group = {
    .tag = "passwords", .title = "Passwords", .specific_messages = true};

const struct rule secret_rules[] = {
    RULE_TEXT(struct secret, value, "value", REQUIRED, SECRET, .not_blank = true, .most = 100),
    END_OF_RULES,
};

/* weavr-auth.md 2.1.1 rows 7 to 9, which only apply if tokenisedPasswords is set (weavr-auth.md 5.1 S2) */
static int refuse_plain(struct request *r, const char *sent)
{
    if (strlen(sent) != TOKENISED_LENGTH)
        return refuse(r, INVALID_REQUEST, "realm %s requires tokenised passwords", r->realm->name);
    return refuse(r, TOKEN_NOT_FOUND, "the tokenised password is unknown");
}

int plain_or_reply(struct request *r, const char *sent, const char **ret)
{
    const struct settings *settings = &r->realm->settings;
    bool only_tokens = settings->tokenised_passwords == YES;
    int rc = secure_token_use(r, sent, ret);

    if (rc == -EALREADY)
        return refuse(r, TOKEN_EXPIRED,
                      "the tokenised password was sent %lld times, the realm's passwordTokenUses",
                      (long long) settings->password_token_uses);
    if (rc == -ESTALE && only_tokens)
        return refuse(r, TOKEN_EXPIRED, "the tokenised password has expired");
    if (rc < 0 && rc != -ENOENT && rc != -ESTALE)
        return rc;
    if (rc < 0)
        *ret = sent;
    return rc < 0 && only_tokens ? refuse_plain(r, sent) : PASS;
}

int policy_or_reply(struct request *r, const char *password)
{
    static const enum error errors[] = {
        [PASSWORD_SHORT] = PASSWORD_TOO_SHORT,
        [PASSWORD_LONG] = PASSWORD_TOO_LONG,
        [PASSWORD_SIMPLE] = PASSWORD_TOO_SIMPLE,
    };
    enum password_profile profile = (enum password_profile) r->realm->settings.password_profile;
    enum password_fault fault = password_check(profile, password);

    if (fault == PASSWORD_FINE)
        return PASS;
    return refuse(r, errors[fault], "the realm's passwordProfile accepts %s",
                  password_profile_text(profile));
}

struct password_create {
    int64_t user;
    struct secret password;
};

static const struct rule password_create_rules[] = {
    RULE_ID(struct password_create, user, "user_id", REQUIRED, .place = IN_PATH),
    RULE_OBJECT(struct password_create, password, "password", secret_rules, REQUIRED),
    END_OF_RULES,
};
static const struct input password_create_input = {.name = "PasswordCreate",
                                                   .rules = password_create_rules,
                                                   .size = sizeof(struct password_create)};

struct password_info {
    struct typed_id identity;
    int64_t expiry;
};

static const struct field password_info_fields[] = {
    SHOW_OBJECT(struct password_info, identity, "identityId", identity_id_fields),
    SHOW_INTEGER(struct password_info, expiry, "expiryDate"),
    END_OF_FIELDS,
};

struct password_answer {
    struct password_info info;
    const char *token;
};

static const struct field password_fields[] = {
    SHOW_OBJECT(struct password_answer, info, "passwordInfo", password_info_fields),
    SHOW_TEXT(struct password_answer, token, "token", SECRET),
    END_OF_FIELDS,
};
static const struct view password_view = {.name = "PasswordAnswer", .fields = password_fields};

static const struct field token_fields[] = {
    SHOW_TEXT(struct token_answer, token, "token", SECRET),
    END_OF_FIELDS,
};
const struct view token_view = {.name = "TokenAnswer", .fields = token_fields};

/* Alerts a user whose password was replaced. */
static int send_alert(struct context *ctx, const struct user *user)
{
    struct message message = {
        .channel = "EMAIL",
        .to = user->email,
        .kind = "PASSWORD_CHANGED",
        .text = "Your password was changed.",
    };

    return message_send(ctx, &message);
}

int password_replace_or_reply(struct request *r, const struct person *person,
                              const struct user *user, const char *password, struct session *ret)
{
    struct context ctx = context_of(r);
    struct list held;
    int rc =
        store_held_identities(r->store, r->arena, r->realm->id, person->id, HELD_ASKED, 0, &held);

    if (rc == 0 && held.count == 0)
        return refuse(r, INSUFFICIENT_PERMISSIONS, "the user, or each identity, is deactivated");
    if (rc == 0)
        rc = password_set(&ctx, person->id, password);
    if (rc == 0 && person->password_hash != NULL)
        rc = send_alert(&ctx, user);
    if (rc == 0)
        rc = session_open_for(&ctx, person, user, &held, ret);
    return rc < 0 ? rc : PASS;
}

/* Sets the password and replies with a token of the kind that a login would give. */
static int set_and_reply(struct request *r, struct person *person, const struct user *user,
                         const char *password)
{
    struct session session;
    int rc = password_replace_or_reply(r, person, user, password, &session);

    if (rc != PASS)
        return rc;
    person->password_set = r->now;
    return reply(r, &(struct password_answer){
                        .info = {{user->identity_type, user->identity},
                                 person_password_expiry(person, &r->realm->settings)},
                        .token = session.token,
                    });
}

int user_active_or_reply(struct request *r, const struct user *user, enum error error)
{
    return user_is_active(user) ? PASS
                                : refuse(r, error, "the user or its identity is deactivated");
}

static int password_create(struct request *r)
{
    const struct password_create *in = r->input;
    struct user user = {.id = 0};
    struct person person = {.id = 0};
    const char *password;
    int rc = plain_or_reply(r, in->password.value, &password);

    if (rc != PASS)
        return rc;
    rc = user_in_realm(r, in->user, &user);
    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no user %lld in realm %s", (long long) in->user,
                      r->realm->name);
    if (rc == 0)
        rc = store_person_find(r->store, r->arena, r->realm->id, user.person, &person);
    if (rc < 0)
        return rc;
    rc = user_active_or_reply(r, &user, INSUFFICIENT_PERMISSIONS);
    if (rc != PASS)
        return rc;
    if (person.password_hash != NULL)
        return refuse(r, PASSWORD_ALREADY_CREATED, "user %lld already has a password",
                      (long long) user.id);
    rc = policy_or_reply(r, password);
    return rc == PASS ? set_and_reply(r, &person, &user, password) : rc;
}

struct password_update {
    struct secret old;
    struct secret new;
};

static const struct rule password_update_rules[] = {
    RULE_OBJECT(struct password_update, old, "oldPassword", secret_rules, REQUIRED),
    RULE_OBJECT(struct password_update, new, "newPassword", secret_rules, REQUIRED),
    END_OF_RULES,
};
static const struct input password_update_input = {.name = "PasswordUpdate",
                                                   .rules = password_update_rules,
                                                   .size = sizeof(struct password_update)};

int history_or_reply(struct request *r, int64_t person, const char *password)
{
    int64_t depth = r->realm->settings.password_history;
    struct list hashes;
    int rc = store_passwords(r->store, r->arena, r->realm->id, person, depth, &hashes);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < hashes.count; i++) {
        if (password_matches(*(const char **) list_at(&hashes, i), password))
            return refuse(r, PASSWORD_ALREADY_USED, "it is one of the last %lld passwords",
                          (long long) depth);
    }
    return PASS;
}

static int password_update(struct request *r)
{
    const struct password_update *in = r->input;
    struct user user = {.id = 0};
    struct person person = {.id = 0};
    const char *old;
    const char *new;
    int rc = plain_or_reply(r, in->old.value, &old);

    if (rc == PASS)
        rc = plain_or_reply(r, in->new.value, &new);
    if (rc != PASS)
        return rc;
    rc = store_user_find(r->store, r->arena, r->session.user, &user);
    if (rc == 0)
        rc = store_person_find(r->store, r->arena, r->realm->id, r->session.person, &person);
    if (rc < 0)
        return rc;
    if (!password_matches(person.password_hash, old))
        return refuse(r, PASSWORD_INCORRECT, "oldPassword is wrong");
    rc = policy_or_reply(r, new);
    if (rc == PASS)
        rc = history_or_reply(r, person.id, new);
    if (rc != PASS)
        return rc;
    return set_and_reply(r, &person, &user, new);
}

struct password_validate {
    struct secret password;
};

static const struct rule password_validate_rules[] = {
    RULE_OBJECT(struct password_validate, password, "password", secret_rules, REQUIRED),
    END_OF_RULES,
};
static const struct input password_validate_input = {.name = "PasswordValidate",
                                                     .rules = password_validate_rules,
                                                     .size = sizeof(struct password_validate)};

static int password_validate(struct request *r)
{
    const struct password_validate *in = r->input;
    const char *password;
    int rc = plain_or_reply(r, in->password.value, &password);

    if (rc != PASS)
        return rc;
    if (r->realm->settings.password_profile == PASSWORD_UNCHECKED)
        return refuse(r, UNRESOLVED_IDENTITY, "realm %s has no passwordProfile", r->realm->name);
    rc = policy_or_reply(r, password);
    return rc == PASS ? reply(r, NULL) : rc;
}

/* clang-format off */
const struct operation password_operations[] = {
    OPERATION(password_create, POST, "/multi/passwords/{user_id}/create", APP_KEY,
              .summary = "Create a user's first password", .group = &passwords_group,
              .input = &password_create_input, .status = 200, .answer = &password_view, .writes = true,
              .errors = ERRORS(NOT_FOUND, INSUFFICIENT_PERMISSIONS, PASSWORD_ALREADY_CREATED,
                               PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_SIMPLE,
                               TOKEN_NOT_FOUND, TOKEN_EXPIRED, UNRESOLVED_IDENTITY,
                               PASSWORD_PROFILE_NOT_CONFIGURED_FOR_CREDENTIAL_TYPE, PASSWORD_KEY_ALREADY_IN_USE)),
    OPERATION(password_update, POST, "/multi/passwords/update", SIGNED_IN,
              .summary = "Change the password", .group = &passwords_group,
              .input = &password_update_input, .status = 200, .answer = &password_view, .writes = true,
              .tokens = KIND(SESSION_ACCESS) | KIND(SESSION_PASSWORD_EXPIRED),
              .errors = ERRORS(PASSWORD_INCORRECT, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG,
                               PASSWORD_TOO_SIMPLE, PASSWORD_ALREADY_USED, TOKEN_NOT_FOUND, TOKEN_EXPIRED)),
    OPERATION(password_validate, POST, "/multi/passwords/validate", APP_KEY,
              .summary = "Check a password against the password policy", .group = &passwords_group,
              .input = &password_validate_input, .status = 204, .writes_if = secure_tokens_are_counted,
              .errors = ERRORS(INSUFFICIENT_PERMISSIONS, UNRESOLVED_IDENTITY, PASSWORD_PROFILE_NOT_CONFIGURED_FOR_CREDENTIAL_TYPE,
                               PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_SIMPLE,
                               TOKEN_NOT_FOUND, TOKEN_EXPIRED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
