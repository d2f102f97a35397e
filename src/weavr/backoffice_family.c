/* SPDX-License-Identifier: MIT */
/* The Back Office (weavr-identities.md 8): as the Multi API, but with a different body of 400s. */
#include "engine/reply.h"
#include "multi_columns.h"
#include "programme.h"
#include "weavr/module.h"

static bool is_of_wrong_kind(const struct complaint *c)
{
    return c->kind == WRONG_TYPE || c->kind == WRONG_CHOICE || c->kind == WRONG_UNKNOWN;
}

static void write_complaint(struct request *r, struct text *t, const struct complaint *c)
{
    text_add(t, "{\"fieldName\":");
    text_quoted(t, place_dotted(r->arena, &c->place));
    text_add(t, ",\"message\":");
    text_quoted(t, complaint_text(r->arena, c));
    text_format(t, ",\"error\":\"%s\",\"params\":[]}",
                is_of_wrong_kind(c) ? "INVALID_TYPE_OR_VALUE" : weavr_complaints[c->kind]);
}

static void render(struct request *r, const struct error_row *error)
{
    const struct list *complaints = &r->decoder.complaints;
    struct text *t = &r->reply.body;

    if (error->shape != SHAPE_FIELDS) {
        multi_render(r, error);
        return;
    }
    r->reply.media_type = "application/json";
    text_add(t, "{\"message\":\"Invalid request\",\"validationErrors\":[");
    for (size_t i = 0; i < complaints->count; i++) {
        if (i > 0)
            text_char(t, ',');
        write_complaint(r, t, list_at(complaints, i));
    }
    text_add(t, "]}");
}

static const char *const wrongs[] = {
    "REQUIRED", "HAS_TEXT", "SIZE", "REGEX", "INVALID_TYPE_OR_VALUE", "AT_LEAST", "AT_MOST", NULL};

BODY_PART(error_fields, BODY_TEXT("fieldName"), BODY_TEXT("message"), BODY_NAME("error", wrongs),
          BODY_TEXTS("params"));
BODY_PART(errors_fields, BODY_TEXT("message"), BODY_LIST("validationErrors", error_fields));
static const struct view errors_body = {.name = "BackOfficeErrors", .fields = errors_fields};

static const struct wording wordings[] = {
    {403, SHAPE(SHAPE_CODE), &weavr_forbidden_body, "errorCode", NULL},
    {0, SHAPE(SHAPE_CODE), &weavr_code_body, "errorCode", NULL},
    {0, SHAPE(SHAPE_NOTE), &weavr_note_body, "code", NULL},
    {0, SHAPE(SHAPE_FIELDS), &errors_body, NULL, NULL},
    {.body = NULL},
};

static const struct requirement requirements[] = {
    {APP_KEY, false, "[{\"apiKey\":[]}]"},
    {.json = NULL},
};

static const char *const prefixes[] = {"/multi/backoffice", NULL};

const struct family backoffice_family = {
    .name = "weavr-multi",
    .prefixes = prefixes,
    .steps = multi_steps,
    .render = render,
    .common_errors = multi_common_errors,
    .declares = multi_declares,
    .write_caller = multi_write_caller,
    .invalid = INVALID_REQUEST,
    .body_limit = 1 << 20,
    .wordings = wordings,
    .requirements = requirements,
};
