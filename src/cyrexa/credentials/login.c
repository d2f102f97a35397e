/* SPDX-License-Identifier: MIT */
/* Finding an account by a credential, and signing in (cyrexa.md 4.4). */
#include "accounts.h"
#include "base/encode.h"
#include "cyrexa/customers.h"
#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "engine/reply.h"
#include "model/password.h"
#include "model/sign_in.h"

#include <errno.h>

/* ---- getCredentials ---- */

static bool credentials_get_opens_session(const struct settings *settings)
{
    return settings->cyrexa.get_credentials_opens_session == YES;
}

/* Records that a credential row opened the session. */
static int record_use(struct request *r, const struct match *match, const struct session *session)
{
    return match->stored.id == 0
               ? 0
               : store_credential_used(r->store, r->realm->id, match->stored.id, session->id);
}

/* With setting getCredentialsOpensSession, for clients that need a live session (cyrexa.md 4.4). */
static int open_missing_session(struct request *r, const struct match *match,
                                struct account *account)
{
    struct account_credential *row = list_at(&account->credentials, 0);
    struct session session;

    if (!credentials_get_opens_session(&r->realm->settings) || *row->session != '\0')
        return 0;
    int rc = account_open_session(r, match, &session);

    if (rc < 0)
        return rc;
    row->session = arena_int(r->arena, session.id);
    row->token = session.token;
    return record_use(r, match, &session);
}

/* -ENOENT for a wrong code. A code is optional: it is compared if it was sent and one is stored. */
static int check_optional_code(struct request *r, const struct credential *c,
                               const struct match *match)
{
    const char *hash = NULL;
    int rc = c->code == NULL ? 0 : match_code(r, c, match, &hash);

    if (rc < 0)
        return rc;
    return hash == NULL || password_matches(hash, c->code) ? 0 : -ENOENT;
}

static int credentials_get(struct request *r)
{
    const struct one_credential *in = r->input;
    struct list accounts = LIST_OF(struct account);
    struct match match;
    int rc = credential_match(r, &in->credential, &match);

    if (rc == 0)
        rc = check_optional_code(r, &in->credential, &match);
    if (rc == -ENOENT)
        return reply(r, &accounts);
    if (rc < 0)
        return rc;
    struct account *account = list_add(&accounts, r->arena);

    rc = account_init(r, &match, account);
    if (rc == 0)
        rc = account_add_credentials(r, &match, account);
    if (rc == 0)
        rc = open_missing_session(r, &match, account);
    return rc < 0 ? rc : reply(r, &accounts);
}

/* ---- login ---- */

struct login {
    struct list credentials; /* struct credential */
};

static const struct rule login_rules[] = {
    RULE_LIST(struct login, credentials, "credentials", credential_rules, struct credential,
              REQUIRED, .least = 1, .most = CREDENTIALS_MOST),
    END_OF_RULES,
};
static const struct input credentials_login_input = {
    .name = "CredentialsLogin", .rules = login_rules, .size = sizeof(struct login)};

/* The credentials that were sent, and their owners. */
struct attempt {
    const struct list *credentials;
    struct match matches[CREDENTIALS_MOST];
};

/*
 * One-time codes are always setting otpCode, as in a sandbox (cyrexa.md 4.4). A user without a password can't
 * sign in with an address or user id.
 */
static bool code_matches(const struct request *r, const struct credential *c,
                         const struct match *match, const char *hash)
{
    bool sent = c->type == CREDENTIAL_ONE_TIME_PASSWORD || c->type == CREDENTIAL_SMS;

    if (hash != NULL)
        return c->code != NULL && password_matches(hash, c->code);
    if (match->user.id != 0 && code_is_password(c, match))
        return false;
    return !sent || (c->code != NULL && is_same_secret(r->realm->settings.otp_code, c->code));
}

/* The same refusal for an unknown credential, another person's, and a wrong code. */
static int refuse_login(struct request *r)
{
    return refuse(r, LOGIN_REFUSED, "the credentials are unknown or wrong");
}

static int check_credential(struct request *r, struct attempt *attempt, size_t i)
{
    const struct credential *c = list_at(attempt->credentials, i);
    struct match *match = &attempt->matches[i];
    const char *hash = NULL;
    int rc = credential_match(r, c, match);

    if (rc == 0)
        rc = match_code(r, c, match, &hash);
    if (rc == -ENOENT)
        return refuse_login(r);
    if (rc < 0)
        return rc;
    return match->person == attempt->matches[0].person && code_matches(r, c, match, hash)
               ? PASS
               : refuse_login(r);
}

static bool has_factor(const struct list *credentials)
{
    for (size_t i = 0; i < credentials->count; i++) {
        const struct credential *c = list_at(credentials, i);

        if (credential_is_factor((enum credential_type) c->type))
            return true;
    }
    return false;
}

/* Refuses whom the Multi API refuses, as the directory is shared (weavr-auth.md 2.1.1 rows 11 and 15). */
static int check_person(struct request *r, const struct match *match)
{
    struct list held = LIST_OF(struct held_identity);
    struct person person;
    int rc = store_person_find(r->store, r->arena, r->realm->id, match->person, &person);

    if (rc == 0 && match->user.id != 0)
        rc = store_held_identities(r->store, r->arena, r->realm->id, person.id, 1, 0, &held);
    if (rc < 0)
        return rc;
    const struct sign_in attempt = {.person = &person,
                                    .active = match->user.id == 0 || held.count > 0};
    enum sign_in_bar bar = sign_in_bar(&attempt, &r->realm->settings, r->now);

    if (bar == BARRED_BY_LOCK)
        return refuse(r, CUSTOMER_BARRED, "the user is locked for %lld more s",
                      (long long) person_locked_seconds(&person, r->now));
    return bar == NOT_BARRED
               ? PASS
               : refuse(r, CUSTOMER_BARRED, "the user or every identity is deactivated");
}

/* Refuses a barred customer, and a sign-in without a required second factor. */
static int check_customer(struct request *r, const struct attempt *attempt)
{
    const struct match *first = &attempt->matches[0];
    struct two_factor factor;
    struct customer customer;
    int rc = match_customer(r, first, &customer);

    if (rc < 0)
        return rc;
    if (customer_is_barred(customer.status))
        return refuse(r, CUSTOMER_BARRED, "the customer is %s",
                      customer_status_names[customer.status]);
    rc = store_two_factor_find(r->store, r->arena, r->realm->id, first->person, &factor);
    if (rc == -ENOENT || (rc == 0 && (!factor.login || has_factor(attempt->credentials))))
        return PASS;
    return rc < 0 ? rc
                  : refuse(r, SECOND_FACTOR_MISSING,
                           "a second factor is missing: twoFaInfo requires one for login");
}

/* The match that the session belongs to: a user's address if one was sent. */
static const struct match *session_owner(const struct attempt *attempt)
{
    const struct match *match = &attempt->matches[0];

    for (size_t i = 0; i < attempt->credentials->count; i++) {
        if (attempt->matches[i].by_email)
            return &attempt->matches[i];
    }
    return match;
}

/* A single_token works once. */
static int use_credential(struct request *r, const struct credential *c, const struct match *match,
                          const struct session *session)
{
    int rc = record_use(r, match, session);

    return rc == 0 && c->type == CREDENTIAL_SINGLE_TOKEN
               ? store_credential_delete(r->store, match->stored.id)
               : rc;
}

static int log_in(struct request *r, const struct attempt *attempt, struct account *account)
{
    struct session session;
    int rc = account_open_session(r, session_owner(attempt), &session);

    for (size_t i = 0; rc == 0 && i < attempt->credentials->count; i++) {
        const struct credential *c = list_at(attempt->credentials, i);

        *(struct account_credential *) list_add(&account->credentials, r->arena) =
            (struct account_credential){arena_int(r->arena, session.id), c->value, session.token};
        rc = use_credential(r, c, &attempt->matches[i], &session);
    }
    return rc;
}

static int credentials_login(struct request *r)
{
    const struct login *in = r->input;
    struct list accounts = LIST_OF(struct account);
    struct attempt attempt = {.credentials = &in->credentials};
    int rc = PASS;

    for (size_t i = 0; rc == PASS && i < in->credentials.count; i++)
        rc = check_credential(r, &attempt, i);
    if (rc == PASS)
        rc = check_person(r, &attempt.matches[0]);
    if (rc == PASS)
        rc = check_customer(r, &attempt);
    if (rc != PASS)
        return rc;
    struct account *account = list_add(&accounts, r->arena);

    rc = account_init(r, &attempt.matches[0], account);
    if (rc == 0)
        rc = log_in(r, &attempt, account);
    return rc < 0 ? rc : reply(r, &accounts);
}

/* clang-format off */
const struct operation login_operations[] = {
    OPERATION(credentials_get, POST, "/customer/1.0.0/getCredentials", BEARER,
              .summary = "The account of a credential, with its live sessions", .group = &credentials_group,
              .input = &one_credential_input, .status = 200, .answer = &accounts_view,
              .writes_where = credentials_get_opens_session,
              .errors = ERRORS()),
    OPERATION(credentials_login, POST, "/customer/1.0.0/login", BEARER,
              .summary = "Sign in with one credential or several", .group = &credentials_group,
              .input = &credentials_login_input, .status = 200, .answer = &accounts_view, .writes = true,
              .errors = ERRORS(LOGIN_REFUSED, SECOND_FACTOR_MISSING, CUSTOMER_BARRED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
