/* SPDX-License-Identifier: MIT */
/* Tokens of the Customer and Open Banking APIs (cyrexa.md 1.2 and 4.2). */
#include "base/encode.h"
#include "directory/context.h"
#include "directory/sessions.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/steps/decode.h"

#include <string.h>

static const struct group token_group = {.tag = "token", .title = "Token"};

#define GRANT_TYPE "client_credentials"
#define OPEN_BANKING_SCOPE "accounts"

/* The client may be named in either spelling, or by Basic authentication. */
struct client_token_request {
    const char *grant_type;
    const char *client_id;
    const char *client_secret;
    const char *camel_id;
    const char *camel_secret;
};

static const struct rule client_token_rules[] = {
    RULE_TEXT(struct client_token_request, grant_type, "grant_type"),
    RULE_TEXT(struct client_token_request, client_id, "client_id"),
    RULE_TEXT(struct client_token_request, client_secret, "client_secret", SECRET),
    RULE_TEXT(struct client_token_request, camel_id, "clientId"),
    RULE_TEXT(struct client_token_request, camel_secret, "clientSecret", SECRET),
    END_OF_RULES,
};
static const struct input client_token_input = {.name = "ClientTokenRequest",
                                                .rules = client_token_rules,
                                                .size = sizeof(struct client_token_request),
                                                .body_optional = true,
                                                .form = true};

struct client_token_answer {
    const char *token;
    const char *type;
    int64_t expires_in;
    const char *scope;
};

static const struct field client_token_fields[] = {
    SHOW_TEXT(struct client_token_answer, token, "access_token", SECRET),
    SHOW_TEXT(struct client_token_answer, type, "token_type"),
    SHOW_INTEGER(struct client_token_answer, expires_in, "expires_in"),
    SHOW_TEXT(struct client_token_answer, scope, "scope"),
    END_OF_FIELDS,
};
static const struct view client_token_view = {.name = "ClientToken", .fields = client_token_fields};

struct client {
    const char *id;
    const char *secret;
};

/* RFC 7617; both parts are form-encoded (RFC 6749 section 2.3.1). */
static struct client basic_client(struct request *r)
{
    const char *value = request_credentials(r, "Basic");
    struct client none = {NULL, NULL};

    if (value == NULL)
        return none;
    char *pair = base64_decode(r->arena, value);
    char *colon = pair == NULL ? NULL : strchr(pair, ':');

    if (colon == NULL)
        return none;
    return (struct client){percent_decode(r->arena, pair, (size_t) (colon - pair), true),
                           percent_decode(r->arena, colon + 1, strlen(colon + 1), true)};
}

static struct client sent_client(struct request *r, const struct client_token_request *in)
{
    struct client client = basic_client(r);

    if (client.id != NULL && client.secret != NULL)
        return client;
    if (in->client_id != NULL)
        return (struct client){in->client_id, in->client_secret};
    return (struct client){in->camel_id, in->camel_secret};
}

/* grant_type is optional in a JSON body with clientId; otherwise it must be client_credentials. */
static int grant_or_reply(struct request *r, const struct client_token_request *in)
{
    if (in->grant_type == NULL && in->camel_id != NULL && !request_is_form(r))
        return PASS;
    if (in->grant_type == NULL)
        return refuse(r, OAUTH_INVALID_REQUEST, "grant_type is missing");
    if (strcmp(in->grant_type, GRANT_TYPE) == 0)
        return PASS;
    return refuse(r, OAUTH_UNSUPPORTED_GRANT, "grant_type must be " GRANT_TYPE);
}

/* The realm of the client, whose secret must match; NULL if the operation requires no secret. */
static int realm_or_reply(struct request *r, const char *id, const char *secret)
{
    struct realm *realm = realms_find(&r->gateway->realms, REALM_BY_CLIENT, id);

    if (realm == NULL || (secret != NULL && !is_same_secret(realm->client_secret, secret))) {
        reply_header(r, "WWW-Authenticate", "Basic realm=\"sandgate\"");
        return refuse(r, OAUTH_INVALID_CLIENT, "the client is unknown or its secret is wrong");
    }
    r->realm = realm;
    r->now = clock_now(&realm->clock);
    if (realm->settings.maintenance == YES)
        return refuse(r, MAINTENANCE, "maintenance is set in realm %s", realm->name);
    return step_faults(r);
}

/* The scope of Open Banking tokens is that API; other client tokens are for all APIs. */
static int issue_token(struct request *r, enum session_kind kind, int64_t seconds)
{
    struct context ctx = context_of(r);
    struct session session = {.kind = kind, .expires = r->now + seconds * 1000};
    int rc = session_open(&ctx, &session, r->realm->client_id);

    if (rc < 0)
        return rc;
    reply_header(r, "Cache-Control", "no-store");
    return reply(r, &(struct client_token_answer){session.token, "Bearer", seconds,
                                                  kind == SESSION_OPEN_BANKING ? OPEN_BANKING_SCOPE
                                                                               : "default"});
}

static int client_token(struct request *r)
{
    const struct client_token_request *in = r->input;
    const struct client client = sent_client(r, in);
    int rc = grant_or_reply(r, in);

    if (rc == PASS && (client.id == NULL || client.secret == NULL))
        rc = refuse(r, OAUTH_INVALID_REQUEST, "the client id or secret is missing");
    if (rc == PASS)
        rc = realm_or_reply(r, client.id, client.secret);
    return rc == PASS ? issue_token(r, SESSION_CLIENT, r->realm->settings.cyrexa.token_seconds)
                      : rc;
}

/* The documented sample has a consumer key and no secret (cyrexa.md 2.6). */
struct open_banking_token_request {
    const char *grant_type;
    const char *scope;
    const char *consumer_key;
};

static const struct rule open_banking_token_rules[] = {
    RULE_TEXT(struct open_banking_token_request, grant_type, "grant_type", REQUIRED),
    RULE_TEXT(struct open_banking_token_request, scope, "scope", REQUIRED),
    RULE_TEXT(struct open_banking_token_request, consumer_key, "consumerKey", REQUIRED),
    END_OF_RULES,
};
static const struct input open_banking_token_input = {.name = "OpenBankingTokenRequest",
                                                      .rules = open_banking_token_rules,
                                                      .size =
                                                          sizeof(struct open_banking_token_request),
                                                      .form = true};

static int open_banking_token(struct request *r)
{
    const struct open_banking_token_request *in = r->input;

    if (strcmp(in->grant_type, GRANT_TYPE) != 0)
        return refuse(r, OAUTH_UNSUPPORTED_GRANT, "grant_type must be " GRANT_TYPE);
    if (strcmp(in->scope, OPEN_BANKING_SCOPE) != 0)
        return refuse(r, OAUTH_INVALID_SCOPE, "scope must be " OPEN_BANKING_SCOPE);
    int rc = realm_or_reply(r, in->consumer_key, NULL);

    return rc == PASS ? issue_token(r, SESSION_OPEN_BANKING,
                                    r->realm->settings.cyrexa.open_banking_token_seconds)
                      : rc;
}

/* clang-format off */
const struct operation client_token_operations[] = {
    OPERATION(client_token, POST, "/token", OPEN,
              .summary = "A token for an application", .group = &token_group,
              .input = &client_token_input, .status = 200, .answer = &client_token_view, .writes = true,
              .errors = ERRORS(OAUTH_INVALID_CLIENT, OAUTH_UNSUPPORTED_GRANT)),
    OPERATION(client_token, POST, "/oauth2/token", OPEN,
              .summary = "A token for an application", .group = &token_group,
              .input = &client_token_input, .status = 200, .answer = &client_token_view, .writes = true,
              .errors = ERRORS(OAUTH_INVALID_CLIENT, OAUTH_UNSUPPORTED_GRANT)),
    OPERATION(client_token, POST, "/generateToken", OPEN,
              .summary = "A token for an application", .group = &token_group,
              .input = &client_token_input, .status = 200, .answer = &client_token_view, .writes = true,
              .errors = ERRORS(OAUTH_INVALID_CLIENT, OAUTH_UNSUPPORTED_GRANT)),
    OPERATION(open_banking_token, POST, "/open-banking/2.0.0/aisp/authorization/token", OPEN,
              .summary = "A token for an application that reads accounts", .group = &token_group,
              .input = &open_banking_token_input, .status = 200, .answer = &client_token_view, .writes = true,
              .errors = ERRORS(OAUTH_INVALID_CLIENT, OAUTH_UNSUPPORTED_GRANT, OAUTH_INVALID_SCOPE)),
    END_OF_OPERATIONS,
};
/* clang-format on */
