/* SPDX-License-Identifier: MIT */
/* The simulator's steps, keys and error bodies (weavr-simulator.md 1). */
#include "directory/tokens.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "programme.h"
#include "weavr/module.h"

#include <errno.h>
#include <string.h>

static int find_realm(struct request *r)
{
    const char *key = request_header(r, "programme-key");

    if (key == NULL)
        key = request_header(r, "api-key");
    return weavr_realm_or_reply(r, REALM_BY_API_KEY, key, "programme-key",
                                &weavr_programme_key_rule, KEY_NOT_FOUND);
}

/* Some operations document a user token but work without: only a token that is sent must be live. */
static int check_token(struct request *r)
{
    const char *why = NULL;
    const char *token = bearer_token(r, &why);

    if (r->operation->tokens == 0 || request_header(r, "authorization") == NULL)
        return PASS;
    if (token == NULL)
        return refuse(r, UNAUTHORIZED, "%s", why);
    int rc = session_find_live(r, token, &r->session, &why);
    if (rc == -ENOENT || rc == -ESTALE)
        return refuse(r, UNAUTHORIZED, "%s", why);
    if (rc < 0)
        return rc;
    if (r->session.realm != r->realm->id || (r->operation->tokens & KIND(r->session.kind)) == 0)
        return refuse(r, UNAUTHORIZED, "the token is not a user token of this programme");
    return PASS;
}

static step_fn *const steps[] = {find_realm,  step_faults, step_catch_up,  step_operation,
                                 step_prefer, check_token, step_body_size, step_decode,
                                 step_handle, NULL};

static void render(struct request *r, const struct error_row *error)
{
    struct text *t = &r->reply.body;

    r->reply.media_type = "application/json";
    if (error->status == 409) {
        text_format(t, "{\"errorCode\":\"%s\"}", error->code);
        return;
    }
    text_add(t, "{\"message\":");
    text_quoted(t, error->title);
    if (error->shape == SHAPE_FIELDS)
        weavr_write_validation(r, t);
    text_char(t, '}');
}

static const enum error *common_errors(const struct operation *operation)
{
    static const enum error errors[] = {INVALID_REQUEST, KEY_NOT_FOUND, PAYLOAD_TOO_LARGE,
                                        INTERNAL_ERROR,  MAINTENANCE,   NO_ERROR};
    static const enum error with_token[] = {INVALID_REQUEST,   KEY_NOT_FOUND,  UNAUTHORIZED,
                                            PAYLOAD_TOO_LARGE, INTERNAL_ERROR, MAINTENANCE,
                                            NO_ERROR};

    return operation->tokens == 0 ? errors : with_token;
}

static const struct wording wordings[] = {
    {409, ANY_SHAPE, &weavr_code_body, "errorCode", NULL},
    {0, SHAPE(SHAPE_FIELDS), &weavr_validation_body, NULL, NULL},
    {0, ANY_SHAPE, &weavr_message_body, NULL, NULL},
    {.body = NULL},
};

static const struct requirement requirements[] = {
    {APP_KEY, true, "[{\"programmeKey\":[]},{\"programmeKey\":[],\"bearer\":[]}]"},
    {APP_KEY, false, "[{\"programmeKey\":[]}]"},
    {.json = NULL},
};

static const char *const prefixes[] = {"/simulate", NULL};

const struct family simulator_family = {
    .name = "weavr-simulator",
    .title = "Weavr simulator",
    .description = "Plays the people and providers whom a sandbox cannot reach.",
    .prefixes = prefixes,
    .steps = steps,
    .render = render,
    .common_errors = common_errors,
    .invalid = INVALID_REQUEST,
    .body_limit = 1 << 20,
    .empty_is_wrong_method = true,
    .lenient = true,
    .wordings = wordings,
    .requirements = requirements,
};
