/* SPDX-License-Identifier: MIT */
/*
 * The Multi API: the order of checks of weavr-auth.md 1.7, the error bodies of weavr-auth.md 1.3. A
 * handler is called after all multi_steps have passed: the key is a realm's, the token is live and of
 * a kind that the operation takes, the body is decoded, and what the path names is in r->found.
 */
#include "directory/people_store.h"
#include "directory/sessions_store.h"
#include "directory/tokens.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/steps/limits.h"
#include "multi_columns.h"
#include "programme.h"
#include "weavr/event_list.h"
#include "weavr/module.h"

#include <errno.h>
#include <string.h>

static const struct rule api_key_rule = {.name = "api-key", .required = true};

/* The realm whose key a page need not send (control.md 1, --app-key-origin). NULL: no such page, or it sends one. */
static const char *realm_of_page(const struct request *r)
{
    const char *origin = request_header(r, "origin");

    if (origin == NULL || request_header(r, "api-key") != NULL ||
        r->gateway->app_key_origins == NULL)
        return NULL;
    return origin_realms_find(r->gateway->app_key_origins, origin);
}

/* weavr-auth.md 1.7 rows 1 and 2; maintenance and rate limits precede what follows */
static int find_realm(struct request *r)
{
    const char *name = realm_of_page(r);
    const struct realm *realm =
        name == NULL ? NULL : realms_find_by_id_or_name(&r->gateway->realms, name);
    const char *key = realm == NULL ? request_header(r, "api-key") : realm->api_key;
    int rc = weavr_realm_or_reply(r, REALM_BY_API_KEY, key, "api-key", &api_key_rule, UNAUTHORIZED);

    if (name != NULL && realm == NULL)
        r->reply.reason = arena_printf(
            r->arena,
            "the header api-key is missing; --app-key-origin names realm %s, which does not exist",
            name);
    if (rc != PASS || multi_columns(r->operation)->never_limited)
        return rc;
    return limits_or_reply(r);
}

static enum error or_else(enum error column, enum error usual)
{
    return column == NO_ERROR ? usual : column;
}

static enum error forbidden(const struct request *r)
{
    return or_else(multi_columns(r->operation)->forbidden, INSUFFICIENT_PERMISSIONS);
}

/* For a token that was never issued: the row's error, unless accessTokenUnknown is UNAUTHORIZED. */
static enum error unknown_token(const struct request *r)
{
    if (r->realm->settings.access_token_unknown == ACCESS_TOKEN_UNAUTHORIZED)
        return UNAUTHORIZED;
    return or_else(multi_columns(r->operation)->unknown_token, UNAUTHORIZED);
}

static enum error ended_token(const struct request *r)
{
    return or_else(multi_columns(r->operation)->ended_token, UNAUTHORIZED);
}

static int refuse_token(struct request *r, int rc, const char *why)
{
    return refuse(r, rc == -ENOENT ? unknown_token(r) : ended_token(r), "%s", why);
}

static bool is_of_this_gateway(enum session_kind kind)
{
    return kind != SESSION_CLIENT && kind != SESSION_CUSTOMER;
}

/* weavr-auth.md 1.7 rows 3 to 5 */
static int authenticate(struct request *r)
{
    const char *why = NULL;
    bool is_required = r->operation == NULL ? request_header(r, "authorization") != NULL
                                            : r->operation->access == SIGNED_IN;

    if (!is_required)
        return PASS;
    const char *token = bearer_token(r, &why);

    if (token == NULL)
        return refuse_token(r, -ENOENT, why);
    int rc = session_find_live(r, token, &r->session, &why);
    if (rc == -ENOENT || rc == -ESTALE)
        return refuse_token(r, rc, why);
    if (rc < 0)
        return rc;
    if (!is_of_this_gateway(r->session.kind))
        return refuse_token(r, -ENOENT, "the token was issued by the Customer API");
    if (session_is_suspended(&r->session))
        return refuse(r, UNAUTHORIZED, "identity %lld is deactivated",
                      (long long) r->session.identity);
    if (r->session.realm != r->realm->id)
        return refuse(r, forbidden(r), "the token and the api-key belong to different programmes");
    rc = store_session_used(r->store, r->session.id, r->session.last_activity, r->now);
    return rc < 0 ? rc : PASS;
}

#define AUTH_KINDS (KIND(SESSION_AUTH) | KIND(SESSION_AUTH_BIOMETRIC))

/* weavr-auth.md 1.7 row 7 */
static int check_token_kind(struct request *r)
{
    unsigned taken = r->operation->tokens == 0 ? KIND(SESSION_ACCESS) : r->operation->tokens;

    if (r->operation->access != SIGNED_IN || (taken & KIND(r->session.kind)) != 0)
        return PASS;
    if ((KIND(r->session.kind) & AUTH_KINDS) != 0)
        return refuse(r, or_else(multi_columns(r->operation)->forbidden, ACCESS_TOKEN_REQUIRED),
                      "an AUTH token is accepted only by identities and access_token: exchange it");
    return refuse(r, forbidden(r), "a token of kind %s is not accepted here",
                  session_token_type(r->session.kind));
}

/* weavr-auth.md 1.7 row 7, for the identity that the token acts as: weavr-identities.md 1.4 row 6, 10 */
static int check_holder(struct request *r)
{
    const struct multi_columns *columns = multi_columns(r->operation);
    struct user root;

    if (columns->identities == 0 && !columns->root_only)
        return PASS;
    int rc = store_user_find(r->store, r->arena, r->session.identity, &root);
    if (rc < 0)
        return rc;
    if (columns->identities != 0 && (columns->identities & OF(root.identity_type)) == 0)
        return refuse(r, forbidden(r), "the token's identity is a %s",
                      identity_type_names[root.identity_type]);
    if (columns->root_only && root.person != r->session.person)
        return refuse(r, forbidden(r), "the token is not the root user's of identity %lld",
                      (long long) root.identity);
    return PASS;
}

static bool is_on(const struct guard *guard, const struct settings *settings)
{
    return *(const enum maybe *) ((const char *) settings + guard->offset) == YES;
}

/* Whether the person has stepped up in any session, less than scaWindowSeconds ago. 0 or a negative errno. */
static int stepped_up_lately(struct request *r, bool *ret)
{
    struct person person = {.stepped_up = 0};
    int rc = store_person_find(r->store, r->arena, r->realm->id, r->session.person, &person);

    *ret = person.stepped_up != 0 &&
           r->now - person.stepped_up < r->realm->settings.sca_window_seconds * 1000;
    return rc;
}

/* weavr-auth.md 1.7 row 9 */
static int check_step_up(struct request *r)
{
    const struct guard *guard = multi_columns(r->operation)->guard;
    bool passes = guard == NULL || !is_on(guard, &r->realm->settings) || r->session.stepped_up;
    int rc = !passes && guard->in_window ? stepped_up_lately(r, &passes) : 0;

    if (rc < 0)
        return rc;
    if (passes)
        return PASS;
    if (guard->in_window)
        return refuse(r, STEP_UP_REQUIRED,
                      "the setting %s requires a step-up within scaWindowSeconds, in any session",
                      guard->setting);
    return refuse(r, STEP_UP_REQUIRED, "the setting %s of realm %s requires a stepped-up session",
                  guard->setting, r->realm->name);
}

step_fn *const multi_steps[] = {find_realm,     step_faults,    step_catch_up,    authenticate,
                                step_operation, step_prefer,    check_token_kind, check_holder,
                                step_permit,    step_body_size, step_decode,      check_step_up,
                                step_find,      step_replay,    step_handle,      NULL};

static void write_parents(struct text *t, const struct place *parent)
{
    if (parent == NULL)
        return;
    write_parents(t, parent->parent);
    if (parent->parent != NULL)
        text_char(t, ',');
    text_quoted(t, parent->name);
}

static void write_fields(struct text *t, const struct list *complaints)
{
    text_add(t, "\"invalidFields\":[");
    for (size_t i = 0; i < complaints->count; i++) {
        const struct complaint *c = list_at(complaints, i);

        text_add(t, i == 0 ? "{\"params\":[" : ",{\"params\":[");
        write_parents(t, c->place.parent);
        text_add(t, "],\"fieldName\":");
        text_quoted(t, c->place.name);
        text_format(t, ",\"error\":\"%s\"}", weavr_complaints[c->kind]);
    }
    text_char(t, ']');
}

static const char *sentence(struct request *r, const struct complaint *c)
{
    return arena_printf(r->arena, "request.%s: %s", place_dotted(r->arena, &c->place),
                        complaint_text(r->arena, c));
}

static void write_embedded(struct request *r, struct text *t)
{
    const struct list *complaints = &r->decoder.complaints;

    text_add(t, ",\"_embedded\":{\"errors\":[");
    for (size_t i = 0; i < complaints->count; i++) {
        text_add(t, i == 0 ? "{\"message\":" : ",{\"message\":");
        text_quoted(t, sentence(r, list_at(complaints, i)));
        text_char(t, '}');
    }
    text_add(t, "]}");
}

/* The rows of weavr-auth.md 1.3.1 with a specific message; the others say "Invalid request". */
static bool has_own_message(const struct complaint *c)
{
    return c->kind == WRONG_BLANK || c->kind == WRONG_SIZE ||
           (c->kind == WRONG_PATTERN && c->rule->format != FORMAT_EMAIL);
}

/* weavr-auth.md 5.3 U31 */
static bool has_wrong_type(const struct list *complaints)
{
    for (size_t i = 0; i < complaints->count; i++) {
        if (((const struct complaint *) list_at(complaints, i))->kind == WRONG_TYPE)
            return true;
    }
    return false;
}

static const char *message(struct request *r)
{
    const struct list *complaints = &r->decoder.complaints;

    if (r->operation == NULL || r->operation->group == NULL ||
        !r->operation->group->specific_messages)
        return "Invalid request";
    if (r->unreadable != NULL || complaints->count > 1 || has_wrong_type(complaints))
        return "Bad Request";
    if (complaints->count == 1 && has_own_message(list_at(complaints, 0)))
        return sentence(r, list_at(complaints, 0));
    return "Invalid request";
}

static void render_fields(struct request *r, struct text *t)
{
    const struct list *complaints = &r->decoder.complaints;
    const struct complaint *first = complaints->count == 0 ? NULL : list_at(complaints, 0);

    text_add(t, "{\"message\":");
    text_quoted(t, message(r));
    text_add(t, ",\"syntaxErrors\":{");
    write_fields(t, complaints);
    text_char(t, '}');
    if (complaints->count > 1)
        write_embedded(r, t);
    if (first != NULL && first->rule == &api_key_rule) {
        /* one source expects them at the top level, too (weavr-identities.md 10) */
        text_char(t, ',');
        write_fields(t, complaints);
    }
    text_char(t, '}');
}

void multi_render(struct request *r, const struct error_row *error)
{
    struct text *t = &r->reply.body;

    if (error->status == 401)
        reply_header(r, "WWW-Authenticate", "Bearer"); /* RFC 9110, section 15.5.2 */
    if (error->shape == SHAPE_BARE)
        return;
    r->reply.media_type = "application/json";
    switch (error->shape) {
    case SHAPE_CODE:
        text_format(t, "{\"errorCode\":\"%s\"", error->code);
        if (error->status == 403) /* weavr-auth.md 1.3 */
            text_format(t, ",\"message\":\"%s\"", error->code);
        text_char(t, '}');
        break;
    case SHAPE_NOTE:
        text_format(t, "{\"code\":\"%s\",\"message\":\"%s\"}", error->code, error->title);
        break;
    case SHAPE_FIELDS:
        render_fields(r, t);
        break;
    case SHAPE_MESSAGE:
        text_format(t, "{\"message\":\"%s\"}", error->title);
        break;
    case SHAPE_TOKEN:
        text_add(t, "{\"token\":");
        text_quoted(t, r->reply.token);
        text_char(t, '}');
        break;
    case SHAPE_BARE:
        break;
    }
}

#define ANY_OPERATION INVALID_REQUEST, UNAUTHORIZED, PAYLOAD_TOO_LARGE, INTERNAL_ERROR, MAINTENANCE

const enum error *multi_common_errors(const struct operation *operation)
{
    static const enum error with_key[] = {ANY_OPERATION, TOO_MANY_REQUESTS, NO_ERROR};
    static const enum error with_token[] = {ANY_OPERATION, TOO_MANY_REQUESTS,
                                            INSUFFICIENT_PERMISSIONS, ACCESS_TOKEN_REQUIRED,
                                            NO_ERROR};
    static const enum error with_any_token[] = {ANY_OPERATION, TOO_MANY_REQUESTS,
                                                INSUFFICIENT_PERMISSIONS, NO_ERROR};
    static const enum error never_limited[] = {ANY_OPERATION, INSUFFICIENT_PERMISSIONS, NO_ERROR};
    static const enum error bare[] = {ANY_OPERATION, TOO_MANY_REQUESTS, NO_ERROR};

    if (operation->access != SIGNED_IN)
        return with_key;
    if (multi_columns(operation)->forbidden != NO_ERROR)
        return bare;
    if (multi_columns(operation)->never_limited)
        return never_limited;
    return (operation->tokens & AUTH_KINDS) != 0 ? with_any_token : with_token;
}

BODY_PART(token_fields, BODY_TEXT("token"));
static const struct view token_body = {.name = "ErrorToken", .fields = token_fields};

BODY_PART(invalid_field, BODY_TEXTS("params"), BODY_TEXT("fieldName"),
          BODY_NAME("error", weavr_complaint_names));
BODY_PART(invalid_fields, BODY_LIST("invalidFields", invalid_field));
BODY_PART(message_fields, BODY_TEXT("message"));
BODY_PART(messages, BODY_LIST("errors", message_fields));
BODY_PART(syntax_fields, BODY_TEXT("message"), BODY_OBJECT("syntaxErrors", invalid_fields),
          BODY_OBJECT("_embedded", messages, OPTIONAL),
          BODY_LIST("invalidFields", invalid_field, OPTIONAL));
static const struct view syntax_body = {.name = "SyntaxErrors", .fields = syntax_fields};

static const struct wording wordings[] = {
    {403, SHAPE(SHAPE_CODE), &weavr_forbidden_body, "errorCode", NULL},
    {0, SHAPE(SHAPE_CODE), &weavr_code_body, "errorCode", NULL},
    {0, SHAPE(SHAPE_NOTE), &weavr_note_body, "code", NULL},
    {0, SHAPE(SHAPE_FIELDS), &syntax_body, NULL, NULL},
    {0, SHAPE(SHAPE_MESSAGE), &weavr_message_body, NULL, NULL},
    {0, SHAPE(SHAPE_TOKEN), &token_body, NULL, NULL},
    {.body = NULL},
};

static const struct requirement requirements[] = {
    {APP_KEY, false, "[{\"apiKey\":[]}]"},
    {SIGNED_IN, false, "[{\"apiKey\":[],\"bearer\":[]}]"},
    {.json = NULL},
};

static const char *const prefixes[] = {"/multi", NULL};

const struct family multi_family = {
    .name = "weavr-multi",
    .title = "Weavr Multi API",
    .description = "Sign-in, step-up, authentication factors, passwords and identities.",
    .prefixes = prefixes,
    .steps = multi_steps,
    .render = multi_render,
    .common_errors = multi_common_errors,
    .declares = multi_declares,
    .headers = multi_headers,
    .write_caller = multi_write_caller,
    .invalid = INVALID_REQUEST,
    .body_limit = 1 << 20,
    .lenient = true,
    .wordings = wordings,
    .requirements = requirements,
    .events = weavr_events,
};
