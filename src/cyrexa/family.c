/* SPDX-License-Identifier: MIT */
/*
 * Two families: the Customer API with the Open Banking and Merchant APIs (steps of cyrexa.md 4.1, error body of
 * cyrexa.md 1.5 E1 and 4.3), and the OAuth 2.0 token endpoints.
 */
#include "customer_columns.h"
#include "cyrexa/module.h"
#include "directory/sessions_store.h"
#include "directory/tokens.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/steps/decode.h"
#include "engine/wording.h"

#include <errno.h>
#include <string.h>

/*
 * Why a live session may not be used here; NULL: it may. session_is_suspended says the same at the Multi API.
 */
static const char *unfit_reason(const struct session *session, unsigned kinds,
                                const char *wrong_kind)
{
    if ((KIND(session->kind) & kinds) == 0)
        return wrong_kind;
    return session_is_suspended(session) ? "its identity is deactivated" : NULL;
}

/* The session of a token. `why` says why it is not live; NULL: it is. */
static int find_session(struct request *r, const char *token, struct session *ret, const char **why)
{
    *why = NULL;
    int rc = session_find_live(r, token, ret, why);

    return rc == -ENOENT || rc == -ESTALE ? 0 : rc;
}

/* Sessions of applications, and those of the Multi API that are bound to an identity. */
#define BEARER_KINDS (KIND(SESSION_CLIENT) | KIND(SESSION_OPEN_BANKING) | KIND(SESSION_ACCESS))

/* step 3 */
static int authenticate(struct request *r)
{
    const char *why = NULL;
    const char *token = bearer_token(r, &why);

    if (token == NULL) {
        reply_header(r, "WWW-Authenticate", "Bearer");
        return refuse(r, UNAUTHORIZED, "%s", why);
    }
    int rc = find_session(r, token, &r->session, &why);

    if (rc < 0)
        return rc;
    if (why == NULL)
        why = unfit_reason(&r->session, BEARER_KINDS,
                           "this kind of token is not accepted as a bearer");
    if (why == NULL)
        return PASS;
    reply_header(r, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
    return refuse(r, UNAUTHORIZED, "the Authorization token is invalid: %s", why);
}

/* Records the use of a session that ends when it is idle. */
static int record_use(struct request *r, const struct session *session)
{
    int rc = session->expires != 0
                 ? 0
                 : store_session_used(r->store, session->id, session->last_activity, r->now);

    return rc < 0 ? rc : PASS;
}

/* step 4: a header must be sent exactly once and not be blank */
static int header_or_reply(struct request *r, const char *name)
{
    const char *value = request_header(r, name);

    if (value == NULL || is_blank(value))
        return refuse(r, INVALID_REQUEST, "the %s header is missing or blank", name);
    if (request_header_count(r, name) > 1)
        return refuse(r, INVALID_REQUEST, "the %s header is sent more than once", name);
    return PASS;
}

/* The same refusal for an unknown tenant and for another client's. */
static int tenant_or_reply(struct request *r)
{
    int rc = header_or_reply(r, "tenantId");

    if (rc != PASS)
        return rc;
    r->realm = realms_find(&r->gateway->realms, REALM_BY_TENANT, request_header(r, "tenantId"));
    if (r->realm == NULL || r->realm->id != r->session.realm)
        return refuse(r, INSUFFICIENT_PERMISSIONS,
                      "the tenantId is unknown or not granted to this client");
    return PASS;
}

/* steps 4 and 5; where tenantId is optional, it is checked if it was sent */
static int find_realm(struct request *r)
{
    int rc = PASS;

    if (r->operation->access == ITS_TENANT && request_header(r, "tenantId") == NULL)
        r->realm = realms_find_by_id(&r->gateway->realms, r->session.realm);
    else
        rc = tenant_or_reply(r);
    if (rc != PASS)
        return rc;
    r->now = clock_now(&r->realm->clock);
    if (r->session.kind == SESSION_OPEN_BANKING &&
        (r->operation->tokens & KIND(SESSION_OPEN_BANKING)) == 0)
        return refuse(r, INSUFFICIENT_PERMISSIONS,
                      "the Authorization token has the scope of the Open Banking API");
    if (r->realm->settings.maintenance == YES)
        return refuse(r, MAINTENANCE, "maintenance is set in realm %s", r->realm->name);
    return record_use(r, &r->session);
}

static const struct customer_columns *columns_of(const struct operation *operation)
{
    static const struct customer_columns usual = {.session_header = false};

    return operation->columns == NULL ? &usual : operation->columns;
}

/* Other headers that the operation's row requires: organization and wallet of the Merchant API. */
static int check_headers(struct request *r)
{
    int rc = PASS;

    for (const char *const *name = columns_of(r->operation)->headers;
         rc == PASS && name != NULL && *name != NULL; name++)
        rc = header_or_reply(r, *name);
    return rc;
}

/* step 6: the session of a person of the tenant, opened through either gateway */
static int check_session(struct request *r)
{
    const char *token;
    const char *why;
    struct session session;

    if (!columns_of(r->operation)->session_header)
        return PASS;
    token = request_header(r, "token");
    if (token == NULL || is_blank(token))
        return refuse(r, SESSION_TOKEN_REFUSED, "the token header is missing or blank");
    int rc = find_session(r, token, &session, &why);

    if (rc < 0)
        return rc;
    if (why == NULL)
        why = unfit_reason(&session, session.realm == r->realm->id ? CUSTOMER_KINDS : 0,
                           "it is of another tenant or not the token of a session");
    if (why != NULL)
        return refuse(r, SESSION_TOKEN_REFUSED, "the token header is invalid: %s", why);
    return record_use(r, &session);
}

/* step 7 */
static int check_media_type(struct request *r)
{
    const struct input *input = r->operation->input;

    if (input == NULL || !rules_have(input->rules, IN_BODY) ||
        (input->body_optional && r->body_length == 0))
        return PASS;
    if (is_media_type(request_header(r, "content-type"), "application/json"))
        return PASS;
    return refuse(r, UNSUPPORTED_MEDIA_TYPE, "the Content-Type header must be application/json");
}

static step_fn *const steps[] = {
    step_operation, step_prefer,   authenticate,  find_realm,       step_faults,
    step_catch_up,  check_headers, check_session, check_media_type, step_body_size,
    step_decode,    step_handle,   NULL};

/* The clock of the tenant in the header, also if the request was refused before the tenant was checked. */
static struct clock clock_of(const struct request *r)
{
    const char *tenant = request_header(r, "tenantid");
    const struct realm *realm = r->realm;

    if (realm == NULL && tenant != NULL)
        realm = realms_find(&r->gateway->realms, REALM_BY_TENANT, tenant);
    return realm == NULL ? gateway_clock(r->gateway) : realm->clock;
}

static void render(struct request *r, const struct error_row *error)
{
    struct text *t = &r->reply.body;
    char now[CLOCK_TEXT_SIZE];
    const struct clock clock = clock_of(r);

    clock_format(clock_now(&clock), now);
    r->reply.media_type = "application/json";
    text_member(t, "{\"reason\":", status_phrase(error->status));
    text_member(t, ",\"path\":", r->path);
    text_member(t, ",\"method\":", r->method == OTHER_METHOD ? "UNKNOWN" : method_names[r->method]);
    text_member(t, ",\"message\":", r->reply.reason);
    text_member(t, ",\"timestamp\":", now);
    text_format(t, ",\"status\":%d}", error->status);
}

static const enum error *common_errors(const struct operation *operation)
{
    /* the first only if the operation requires a session */
    static const enum error errors[] = {
        SESSION_TOKEN_REFUSED,    INVALID_REQUEST,   UNAUTHORIZED,
        INSUFFICIENT_PERMISSIONS, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
        INTERNAL_ERROR,           MAINTENANCE,       NO_ERROR};

    return columns_of(operation)->session_header ? errors : errors + 1;
}

static void add_header(struct list *headers, struct arena *a, const struct header_row *row)
{
    *(struct header_row *) list_add(headers, a) = *row;
}

static struct list headers_of(const struct operation *operation, struct arena *a)
{
    const struct customer_columns *columns = columns_of(operation);
    struct list ret = LIST_OF(struct header_row);

    add_header(&ret, a, &(struct header_row){"tenantId", operation->access == BEARER, NULL});
    for (const char *const *name = columns->headers; name != NULL && *name != NULL; name++)
        add_header(&ret, a, &(struct header_row){*name, true, NULL});
    if (columns->session_header)
        add_header(&ret, a,
                   &(struct header_row){
                       "token", true,
                       "The token of a live session, as login and getCredentials show it."});
    return ret;
}

BODY_PART(error_fields, BODY_TEXT("reason"), BODY_TEXT("path"), BODY_TEXT("method"),
          BODY_TEXT("message"), BODY_TIME("timestamp"), BODY_INTEGER("status"));
static const struct view error_body = {.name = "CustomerError", .fields = error_fields};

static const struct wording wordings[] = {
    {0, ANY_SHAPE, &error_body, NULL, NULL},
    {.body = NULL},
};

static const struct requirement requirements[] = {
    {BEARER, false, "[{\"bearer\":[]}]"},
    {ITS_TENANT, false, "[{\"bearer\":[]}]"},
    {.json = NULL},
};

static const char *const prefixes[] = {"/customer", "/open-banking", "/ipg", NULL};

const struct family customer_family = {
    .name = "cyrexa-customer",
    .title = "Cyrexa Customer API",
    .description =
        "Customers, their organizations and credentials, over the same people as the Multi API; "
        "also the consents of the Open Banking API and the payments of the Merchant API.",
    .prefixes = prefixes,
    .steps = steps,
    .render = render,
    .common_errors = common_errors,
    .invalid = INVALID_REQUEST,
    .body_limit = 1 << 20,
    .headers = headers_of,
    .wordings = wordings,
    .requirements = requirements,
};

static int check_token_media_type(struct request *r)
{
    if (request_is_form(r) || is_media_type(request_header(r, "content-type"), "application/json"))
        return PASS;
    return refuse(r, UNSUPPORTED_MEDIA_TYPE,
                  "the Content-Type must be application/json or application/x-www-form-urlencoded");
}

static step_fn *const token_steps[] = {
    step_operation, step_prefer, check_token_media_type, step_body_size, step_decode,
    step_handle,    NULL};

/* RFC 6749 section 5.2 */
static void render_token_error(struct request *r, const struct error_row *error)
{
    struct text *t = &r->reply.body;

    r->reply.media_type = "application/json";
    text_member(t, "{\"error\":", error->code);
    text_member(t, ",\"error_description\":", r->reply.reason);
    text_char(t, '}');
}

static const enum error *common_token_errors(const struct operation *operation)
{
    static const enum error errors[] = {
        OAUTH_INVALID_REQUEST, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
        INTERNAL_ERROR,        MAINTENANCE,       NO_ERROR};

    (void) operation;
    return errors;
}

BODY_PART(token_error_fields, BODY_TEXT("error"), BODY_TEXT("error_description"));
static const struct view token_error_body = {.name = "OAuthError", .fields = token_error_fields};

static const struct wording token_wordings[] = {
    {0, ANY_SHAPE, &token_error_body, "error", NULL},
    {.body = NULL},
};

static const struct requirement token_requirements[] = {
    {OPEN, false, "[{\"basic\":[]},{}]"},
    {.json = NULL},
};

#define OPEN_BANKING_TOKEN "/open-banking/2.0.0/aisp/authorization/token"

static const char *const token_prefixes[] = {"/token", "/oauth2/token", "/generateToken",
                                             OPEN_BANKING_TOKEN, NULL};

const struct family token_family = {
    .name = "cyrexa-customer",
    .prefixes = token_prefixes,
    .steps = token_steps,
    .render = render_token_error,
    .common_errors = common_token_errors,
    .invalid = OAUTH_INVALID_REQUEST,
    .body_limit = 1 << 16,
    .wordings = token_wordings,
    .requirements = token_requirements,
};
