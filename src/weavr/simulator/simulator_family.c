/* SPDX-License-Identifier: MIT */
/* The simulator's steps, keys and error bodies (weavr-simulator.md 1). */
#include "directory/tokens.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "programme.h"
#include "weavr/module.h"

#include <errno.h>
#include <string.h>

static const struct rule programme_key_rule = {.name = "programmeKey", .required = true};

static int find_realm(struct request *r)
{
    const char *key = request_header(r, "programme-key");

    if (key == NULL)
        key = request_header(r, "api-key");
    return weavr_realm_or_reply(r, key, "programme-key", &programme_key_rule, KEY_NOT_FOUND);
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

static void write_fields(struct request *r, struct text *t)
{
    const struct list *complaints = &r->decoder.complaints;

    for (size_t i = 0; i < complaints->count; i++) {
        const struct complaint *c = list_at(complaints, i);
        const char *name = place_dotted(r->arena, &c->place);

        text_add(t, i == 0 ? "{\"name\":" : ",{\"name\":");
        text_quoted(t, name);
        text_format(t, ",\"errors\":[{\"type\":\"%s\",\"params\":[]}]}", weavr_complaints[c->kind]);
    }
}

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
    if (error->shape == SHAPE_FIELDS) {
        text_add(t, ",\"validation\":{\"invalid\":true,\"fields\":[");
        write_fields(r, t);
        text_add(t, "]}");
    }
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

BODY_PART(field_error, BODY_NAME("type", weavr_complaint_names), BODY_TEXTS("params"));
BODY_PART(checked_field, BODY_TEXT("name"), BODY_LIST("errors", field_error));
BODY_PART(validation, BODY_BOOLEAN("invalid"), BODY_LIST("fields", checked_field));
BODY_PART(validation_fields, BODY_TEXT("message"), BODY_OBJECT("validation", validation));
static const struct view validation_body = {.name = "ValidationErrors",
                                            .fields = validation_fields};

static const struct wording wordings[] = {
    {409, ANY_SHAPE, &weavr_code_body, "errorCode", NULL},
    {0, SHAPE(SHAPE_FIELDS), &validation_body, NULL, NULL},
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
