/* SPDX-License-Identifier: MIT */
/*
 * Signing in and out, and choosing the identity that a token acts as (weavr-auth.md 2.1).
 *
 * sign_in_bar decides who may sign in, for all gateways; this file maps each of its reasons to an
 * error. A person with one active identity gets a token for it; a person with several gets a token
 * that access_token exchanges. Sign-ins, and a known user's wrong or expired passwords, publish events.
 *
 * Start reading at login_with_password.
 */
#include "sign_in.h"

#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/sessions.h"
#include "directory/sessions_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "model/sign_in.h"
#include "multi_columns.h"
#include "passwords.h"
#include "weavr/events.h"
#include "weavr/shared_types.h"

#include <errno.h>

const struct group sign_in_group = {
    .tag = "sign-in", .title = "Sign-in", .specific_messages = true};

struct login {
    const char *email;
    struct secret password;
};

static const struct rule login_rules[] = {
    RULE_TEXT(struct login, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_OBJECT(struct login, password, "password", secret_rules, REQUIRED),
    END_OF_RULES,
};
static const struct input login_input = {
    .name = "Login", .rules = login_rules, .size = sizeof(struct login)};

struct login_answer {
    const char *token;
    const char *token_type;
    struct typed_id identity;
    struct typed_id credentials;
};

static const struct field login_fields[] = {
    SHOW_TEXT(struct login_answer, token, "token", SECRET),
    SHOW_TEXT(struct login_answer, token_type, "tokenType"),
    SHOW_OBJECT(struct login_answer, identity, "identity", identity_id_fields),
    SHOW_OBJECT(struct login_answer, credentials, "credentials", credential_id_fields),
    END_OF_FIELDS,
};
static const struct view login_view = {.name = "LoginAnswer", .fields = login_fields};

/* Publishes an event of a sign-in that failed. */
static int publish_failed_login(struct request *r, const struct person *person,
                                const struct user *user, enum challenge_state status)
{
    struct context ctx = context_of(r);

    return event_login(&ctx, &(struct typed_id){person->credential_type, person->id},
                       &(struct typed_id){user->identity_type, user->identity}, LOGIN_PASSWORD,
                       status);
}

static int refuse_deactivated(struct request *r)
{
    return refuse(r, SIGN_IN_REFUSED, "the user, or each identity, is deactivated");
}

/*
 * weavr-auth.md 2.1.1 row 14: failures count only if the person is active (weavr-auth.md 5.3 U2); the
 * last allowed one locks the account.
 */
static int refuse_wrong_password(struct request *r, struct person *person, const struct user *user,
                                 bool counts)
{
    int rc = publish_failed_login(r, person, user, CHALLENGE_DECLINED);

    if (rc == 0 && counts) {
        person_login_failed(person, &r->realm->settings, r->now);
        rc = store_person_set_logins(r->store, r->realm->id, person);
    }
    if (rc < 0)
        return rc;
    if (!counts)
        return refuse_deactivated(r);
    return refuse(
        r, SIGN_IN_REFUSED, "wrong password, failure %lld in a row; failure %lld locks the account",
        (long long) person->failed_logins, (long long) r->realm->settings.login_failures_to_lock);
}

int refuse_locked(struct request *r, const struct person *person)
{
    return refuse(r, ACCOUNT_LOCKED, "the account is locked for %lld more s",
                  (long long) person_locked_seconds(person, r->now));
}

static int refuse_expired_password(struct request *r, const struct person *person,
                                   const struct user *user)
{
    struct context ctx = context_of(r);
    struct session session = {
        .kind = SESSION_PASSWORD_EXPIRED, .person = person->id, .user = user->id};
    int rc = session_open(&ctx, &session, arena_int(r->arena, person->id));

    if (rc == 0)
        rc = publish_failed_login(r, person, user, CHALLENGE_EXPIRED);
    return rc < 0 ? rc
                  : refuse_with_token(
                        r, PASSWORD_HAS_EXPIRED, session.token,
                        "the password is expired: the token is accepted by passwords/update");
}

/* The token's identity; with several, the credential's own (weavr-auth.md 5.1 S11). */
static int shown_identity(struct request *r, const struct person *person, const struct list *held,
                          struct typed_id *ret)
{
    const struct held_identity *first = list_at(held, 0);
    struct user own = {.id = 0};

    *ret = (struct typed_id){first->type, first->id};
    if (held->count == 1)
        return 0;
    int rc = store_user_find(r->store, r->arena, person->id, &own);

    *ret = (struct typed_id){own.identity_type, own.identity};
    return rc;
}

static int open_and_reply(struct request *r, struct person *person, const struct user *user,
                          const struct list *held)
{
    struct context ctx = context_of(r);
    struct session session = {.id = 0};
    struct login_answer answer = {.credentials = {person->credential_type, person->id}};
    int rc = shown_identity(r, person, held, &answer.identity);

    if (rc == 0 && person->failed_logins != 0) {
        person_login_succeeded(person);
        rc = store_person_set_logins(r->store, r->realm->id, person);
    }
    if (rc == 0)
        rc = session_open_for(&ctx, person, user, held, &session);
    if (rc == 0)
        rc = event_login(&ctx, &answer.credentials, &answer.identity, LOGIN_PASSWORD,
                         CHALLENGE_VERIFIED);
    if (rc < 0)
        return rc;
    answer.token = session.token;
    answer.token_type = session_token_type(session.kind);
    return reply(r, &answer);
}

/* weavr-auth.md 2.1.1 rows 11 to 17: the user of the e-mail address is found. */
static int complete_sign_in(struct request *r, const struct sign_in *attempt, struct person *person,
                            const struct list *held)
{
    const struct user *user = attempt->user;

    switch (sign_in_bar(attempt, &r->realm->settings, r->now)) {
    case NOT_BARRED:
        break;
    case BARRED_BY_LOCK:
        return refuse_locked(r, person);
    case BARRED_WITHOUT_PASSWORD:
        return refuse(r, SIGN_IN_REFUSED, "no password was ever created for %s", user->email);
    case BARRED_BY_EMAIL:
        return refuse(r, SIGN_IN_REFUSED, "the e-mail address %s is not verified", user->email);
    case BARRED_BY_WRONG_PASSWORD:
        return refuse_wrong_password(r, person, user, attempt->active);
    case BARRED_BY_DEACTIVATION:
        return refuse_deactivated(r);
    case BARRED_BY_EXPIRY:
        return refuse_expired_password(r, person, user);
    }
    return open_and_reply(r, person, user, held);
}

static int sign_in(struct request *r, const struct user *user, const char *password)
{
    struct person person = {.id = 0};
    struct list held = LIST_OF(struct held_identity);
    int rc = store_person_find(r->store, r->arena, r->realm->id, user->person, &person);

    if (rc == 0)
        rc = store_held_identities(r->store, r->arena, r->realm->id, person.id, HELD_ASKED, 0,
                                   &held);
    if (rc < 0)
        return rc;
    const struct sign_in attempt = {
        .person = &person, .active = held.count > 0, .password = password, .user = user};

    return complete_sign_in(r, &attempt, &person, &held);
}

static int login_with_password(struct request *r)
{
    const struct login *in = r->input;
    struct user user;
    const char *password;
    int rc = plain_or_reply(r, in->password.value, &password);

    if (rc != PASS)
        return rc;
    rc = store_user_find_by_email(r->store, r->arena, r->realm->id, in->email, &user);
    if (rc == -ENOENT)
        return refuse(r, SIGN_IN_REFUSED, "no user %s in realm %s", in->email, r->realm->name);
    return rc < 0 ? rc : sign_in(r, &user, password);
}

struct identities_query {
    int64_t offset;
    int64_t limit;
};

#define PAGE_MOST 100

static const struct rule identities_rules[] = {
    RULE_INTEGER(struct identities_query, offset, "offset", .place = IN_QUERY, .most = 1000000000),
    RULE_INTEGER(struct identities_query, limit, "limit", .place = IN_QUERY, .least = 1,
                 .most = PAGE_MOST),
    END_OF_RULES,
};
static const struct input identities_input = {
    .name = "IdentitiesQuery", .rules = identities_rules, .size = sizeof(struct identities_query)};

struct identity_entry {
    struct typed_id id;
    const char *name;
};

static const struct field identity_entry_fields[] = {
    SHOW_OBJECT(struct identity_entry, id, "id", identity_id_fields),
    SHOW_TEXT(struct identity_entry, name, "name"),
    END_OF_FIELDS,
};
static const struct view identities_view = {
    .name = "Identities", .fields = identity_entry_fields, .array = true};

struct identities_page {
    struct list identities;
    int64_t count;
    int64_t response_count;
};

static const struct field identities_page_fields[] = {
    SHOW_LIST(struct identities_page, identities, "identities", identity_entry_fields),
    SHOW_INTEGER(struct identities_page, count, "count"),
    SHOW_INTEGER(struct identities_page, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view identities_page_view = {.name = "IdentitiesPage",
                                                 .fields = identities_page_fields};

static int reply_page(struct request *r, const struct list *entries)
{
    struct identities_page page = {.identities = *entries,
                                   .response_count = (int64_t) entries->count};
    int rc = store_held_identities_count(r->store, r->realm->id, r->session.person, &page.count);

    return rc < 0 ? rc : reply_other(r, &page);
}

static int identities_list(struct request *r)
{
    const struct identities_query *in = r->input;
    struct list held;
    struct list entries = LIST_OF(struct identity_entry);
    int rc = store_held_identities(r->store, r->arena, r->realm->id, r->session.person,
                                   in->limit == 0 ? PAGE_MOST : in->limit, in->offset, &held);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < held.count; i++) {
        const struct held_identity *identity = list_at(&held, i);

        *(struct identity_entry *) list_add(&entries, r->arena) =
            (struct identity_entry){{identity->type, identity->id}, identity->name};
    }
    if (r->realm->settings.identities_envelope == IDENTITIES_PAGED)
        return reply_page(r, &entries);
    return reply(r, &entries);
}

/* Where a user goes who signed in through another provider, which nobody does here (weavr-auth.md 2.1.4). */
struct logout_answer {
    const char *url;
};

static const struct field logout_fields[] = {
    SHOW_TEXT(struct logout_answer, url, "url"),
    END_OF_FIELDS,
};
static const struct view logout_view = {.name = "LoggedOut", .fields = logout_fields};

static int logout(struct request *r)
{
    struct context ctx = context_of(r);
    int rc = session_end(&ctx, r->session.id);

    if (rc < 0)
        return rc;
    return r->prefers_other ? reply_other(r, &(struct logout_answer){context_url(&ctx)})
                            : reply(r, NULL);
}

struct access_token_request {
    struct identity_choice identity;
};

const struct rule identity_choice_rules[] = {
    RULE_CHOICE(struct identity_choice, type, "type", identity_type_names, REQUIRED),
    RULE_ID(struct identity_choice, id, "id", REQUIRED),
    END_OF_RULES,
};

static const struct rule access_token_rules[] = {
    RULE_OBJECT(struct access_token_request, identity, "identity", identity_choice_rules, REQUIRED),
    END_OF_RULES,
};
static const struct input access_token_input = {.name = "AccessTokenRequest",
                                                .rules = access_token_rules,
                                                .size = sizeof(struct access_token_request)};

static const char *const session_statuses[] = {"STANDARD", "STEPPED_UP", NULL};

struct access_token_answer {
    const char *token;
    struct typed_id identity;
    struct typed_id credentials;
    unsigned status;
};

static const struct field access_token_fields[] = {
    SHOW_TEXT(struct access_token_answer, token, "token", SECRET),
    SHOW_OBJECT(struct access_token_answer, identity, "identity", identity_id_fields),
    SHOW_OBJECT(struct access_token_answer, credentials, "credentials", credential_id_fields),
    SHOW_NAME(struct access_token_answer, status, "status", session_statuses),
    END_OF_FIELDS,
};
static const struct view access_token_view = {.name = "AccessToken", .fields = access_token_fields};

static int refuse_type(struct request *r, int64_t identity, enum identity_type type)
{
    return refuse(r, UNAUTHORIZED, "identity %lld is a %s", (long long) identity,
                  identity_type_names[type]);
}

/* weavr-auth.md 2.1.5 rows 4, 5 and 7: discloses nothing about identities of other people. */
static int refuse_identity(struct request *r, const struct identity_choice *wanted)
{
    struct identity identity;
    int rc = store_identity_find(r->store, r->arena, wanted->id, &identity);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == 0 && identity.realm == r->realm->id && (int) identity.type != wanted->type)
        return refuse_type(r, identity.id, identity.type);
    return refuse(r, NOT_FOUND, "identity %lld is not linked to the token's person",
                  (long long) wanted->id);
}

static int identity_or_reply(struct request *r, const struct identity_choice *wanted,
                             struct user *ret)
{
    int rc =
        store_user_find_in(r->store, r->arena, r->realm->id, r->session.person, wanted->id, ret);

    if (rc == -ENOENT)
        return refuse_identity(r, wanted);
    if (rc < 0)
        return rc;
    return (int) ret->identity_type == wanted->type
               ? PASS
               : refuse_type(r, ret->identity, ret->identity_type);
}

static bool inherits_step_up(const struct session *session)
{
    return session->stepped_up || session->kind == SESSION_AUTH_BIOMETRIC;
}

static int access_token(struct request *r)
{
    const struct access_token_request *in = r->input;
    struct context ctx = context_of(r);
    struct person person = {.id = 0};
    struct user user = {.id = 0};
    int rc = identity_or_reply(r, &in->identity, &user);

    if (rc != PASS)
        return rc;
    if (!user_is_active(&user))
        return refuse(r, SIGN_IN_REFUSED, "identity %lld is deactivated",
                      (long long) user.identity);
    rc = store_person_find(r->store, r->arena, r->realm->id, r->session.person, &person);
    if (rc < 0)
        return rc;
    if (person_is_locked(&person, r->now))
        return refuse_locked(r, &person);
    struct session session = {
        .kind = SESSION_ACCESS,
        .person = person.id,
        .identity = user.identity,
        .user = r->session.user,
        .stepped_up = inherits_step_up(&r->session),
    };

    struct access_token_answer answer = {
        .identity = {user.identity_type, user.identity},
        .credentials = {person.credential_type, person.id},
        .status = session.stepped_up,
    };

    rc = session_open(&ctx, &session, arena_int(r->arena, person.id));
    if (rc == 0)
        rc = event_login(&ctx, &answer.credentials, &answer.identity, LOGIN_TOKEN,
                         CHALLENGE_VERIFIED);
    if (rc < 0)
        return rc;
    answer.token = session.token;
    return reply(r, &answer);
}

/* clang-format off */
const struct operation sign_in_operations[] = {
    OPERATION(login_with_password, POST, "/multi/login_with_password", APP_KEY,
              .summary = "Sign in with e-mail address and password", .group = &sign_in_group,
              .input = &login_input, .status = 200, .answer = &login_view, .writes = true,
              .errors = ERRORS(SIGN_IN_REFUSED, ACCOUNT_LOCKED, PASSWORD_HAS_EXPIRED, TOKEN_NOT_FOUND, TOKEN_EXPIRED)),
    OPERATION(identities_list, GET, "/multi/identities", SIGNED_IN,
              .summary = "List the identities that the holder of the token can act as", .group = &sign_in_group,
              .input = &identities_input, .status = 200, .answer = &identities_view,
              .other_answer = &identities_page_view,
              .tokens = ANY_SIGN_IN, .columns = MULTI(.never_limited = true),
              .errors = ERRORS(IDENTITY_TYPE_NOT_SUPPORTED, NOT_FOUND)),
    OPERATION(logout, POST, "/multi/logout", SIGNED_IN,
              .summary = "End the session of the token", .group = &sign_in_group,
              .status = 204, .other_status = 200, .other_answer = &logout_view, .tokens = ANY_SIGN_IN,
              .writes = true, .errors = ERRORS()),
    OPERATION(access_token, POST, "/multi/access_token", SIGNED_IN,
              .summary = "Get a token for one identity", .group = &sign_in_group,
              .input = &access_token_input, .status = 200, .answer = &access_token_view,
              .tokens = ANY_SIGN_IN, .writes = true,
              .columns = MULTI(.forbidden = SIGN_IN_REFUSED, .unknown_token = SIGN_IN_REFUSED),
              .errors = ERRORS(NOT_FOUND, ACCOUNT_LOCKED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
