/* SPDX-License-Identifier: MIT */
/*
 * The browser client: the REST interface (weavr-web-client.md 6.1) and the files that it consists of (6.2). The realm
 * is found by its UI key, which is public: it is in every page. The files belong to no realm.
 */
#include "associations.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "programme.h"
#include "weavr/module.h"

static int find_realm(struct request *r)
{
    return weavr_realm_or_reply(r, REALM_BY_UI_KEY, request_header(r, "programme-key"),
                                "programme-key", &weavr_programme_key_rule, KEY_NOT_FOUND);
}

static int authenticate(struct request *r)
{
    return r->operation->access == SIGNED_IN ? associated_user_or_reply(r) : PASS;
}

static step_fn *const steps[] = {find_realm,  step_faults,  step_catch_up,  step_operation,
                                 step_prefer, authenticate, step_body_size, step_decode,
                                 step_handle, NULL};

static void render(struct request *r, const struct error_row *error)
{
    struct text *t = &r->reply.body;

    if (error->status == 401)
        reply_header(r, "WWW-Authenticate", "Bearer"); /* RFC 9110, section 15.5.2 */
    r->reply.media_type = "application/json";
    text_char(t, '{');
    if (error->shape == SHAPE_CODE)
        text_format(t, "\"errorCode\":\"%s\",", error->code);
    text_add(t, "\"message\":");
    text_quoted(t, error->title);
    if (error->shape == SHAPE_FIELDS)
        weavr_write_validation(r, t);
    text_char(t, '}');
}

#define WITH_KEY INVALID_REQUEST, KEY_NOT_FOUND, PAYLOAD_TOO_LARGE, INTERNAL_ERROR, MAINTENANCE

static const enum error *common_errors(const struct operation *operation)
{
    static const enum error with_key[] = {WITH_KEY, NO_ERROR};
    static const enum error with_token[] = {WITH_KEY, UNAUTHORIZED, NO_ERROR};

    return operation->access == SIGNED_IN ? with_token : with_key;
}

static const struct wording wordings[] = {
    {0, SHAPE(SHAPE_CODE), &weavr_forbidden_body, "errorCode", NULL},
    {0, SHAPE(SHAPE_FIELDS), &weavr_validation_body, NULL, NULL},
    {0, ANY_SHAPE, &weavr_message_body, NULL, NULL},
    {.body = NULL},
};

static const struct requirement requirements[] = {
    {APP_KEY, false, "[{\"programmeKey\":[]}]"},
    {APP_KEY, true, "[{\"programmeKey\":[]},{\"programmeKey\":[],\"bearer\":[]}]"},
    {SIGNED_IN, true, "[{\"programmeKey\":[],\"bearer\":[]}]"},
    {.json = NULL},
};

static const char *const prefixes[] = {"/app/secure", NULL};
static const char *const pages_prefixes[] = {"/app/secure/static", "/sandbox/weavr-client-v2.js",
                                             NULL};

const struct family web_client_family = {
    .name = "weavr-web-client",
    .title = "Weavr secure client for browsers",
    .description =
        "What the vendor's browser client loads and calls: the script, its frames, tokens for passwords and "
        "card data, and the verification of identities.",
    .prefixes = prefixes,
    .steps = steps,
    .render = render,
    .common_errors = common_errors,
    .invalid = INVALID_REQUEST,
    .body_limit = 1 << 20,
    .wordings = wordings,
    .requirements = requirements,
};

static step_fn *const pages_steps[] = {step_operation, step_prefer, step_body_size, step_handle,
                                       NULL};

static const enum error *pages_common_errors(const struct operation *operation)
{
    static const enum error errors[] = {INVALID_REQUEST, PAYLOAD_TOO_LARGE, INTERNAL_ERROR,
                                        NO_ERROR};

    (void) operation;
    return errors;
}

/* Apps load the script from hosts and paths that differ by version and environment (weavr-web-client.md 8 row 16). */
static const struct path_alias aliases[] = {
    {"client.1.js", "/app/secure/static/client.1.js"},
    {"weavr-client-v2.js", "/sandbox/weavr-client-v2.js"},
    {.ending = NULL},
};

const struct family web_client_pages_family = {
    .name = "weavr-web-client",
    .title = "Weavr secure client for browsers",
    .prefixes = pages_prefixes,
    .aliases = aliases,
    .steps = pages_steps,
    .render = render,
    .common_errors = pages_common_errors,
    .invalid = INVALID_REQUEST,
    .body_limit = 1 << 20,
    .unrecorded = true,
    .is_control = true,
    .wordings = wordings,
};
