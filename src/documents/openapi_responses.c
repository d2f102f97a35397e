/* SPDX-License-Identifier: MIT */
/* What a response has: the success of an operation, and its refusals by status. */
#include "json/schema.h"
#include "openapi_parts.h"

#include <string.h>

static json_t *answer_component(struct openapi *d, const struct view *view)
{
    return openapi_component(d, view->name, view_schema(view));
}

static json_t *text_content(const char *media_type)
{
    return openapi_content(media_type, json_pack("{s:s}", "type", "string"));
}

static json_t *answer_content(struct openapi *d)
{
    const struct operation *operation = d->operation;

    if (operation->other_answer != NULL && operation->other_status == 0)
        return openapi_content(operation->media_type,
                               json_pack("{s:[o, o]}", "anyOf",
                                         answer_component(d, operation->answer),
                                         answer_component(d, operation->other_answer)));
    if (operation->answer != NULL)
        return openapi_content(operation->media_type, answer_component(d, operation->answer));
    if (operation->media_type == NULL)
        return NULL;
    return strncmp(operation->media_type, "text/", 5) == 0
               ? text_content(operation->media_type)
               : openapi_content(operation->media_type, json_object());
}

static json_t *response_of(int status, json_t *bodies)
{
    return json_pack("{s:s, s:{s:o}, s:o*}", "description", status_phrase(status), "headers",
                     "request-ref", openapi_reference("headers", "request-ref"), "content", bodies);
}

static void add_successes(struct openapi *d, json_t *responses)
{
    const struct operation *operation = d->operation;
    json_t *bodies = answer_content(d);

    for (const char *const *type = operation->other_types; type != NULL && *type != NULL; type++)
        json_object_update_new(bodies, text_content(*type));
    json_object_set_new(responses, arena_printf(d->arena, "%d", operation->status),
                        response_of(operation->status, bodies));
    if (operation->other_status == 0)
        return;
    bodies = openapi_content(NULL, answer_component(d, operation->other_answer));
    json_object_set_new(responses, arena_printf(d->arena, "%d", operation->other_status),
                        response_of(operation->other_status, bodies));
}

static json_t *redirect_of(void)
{
    return json_pack("{s:s, s:{s:o, s:{s:s, s:{s:s}}}}", "description",
                     "Browsers are redirected to the console.", "headers", "request-ref",
                     openapi_reference("headers", "request-ref"), "location", "description",
                     "The path of the console.", "schema", "type", "string");
}

static bool may_refuse(const struct openapi *d, int status, enum error error)
{
    return error_rows[error].status == status && operation_declares(d->operation, d->family, error);
}

static bool has_string(const json_t *strings, const char *string)
{
    size_t i;
    json_t *item;

    json_array_foreach(strings, i, item)
    {
        if (strcmp(json_string_value(item), string) == 0)
            return true;
    }
    return false;
}

static const struct wording *wording_of(const struct family *family, const struct error_row *row)
{
    for (const struct wording *w = family->wordings; w->body != NULL; w++) {
        if ((w->status == 0 || w->status == row->status) && (w->shapes & SHAPE(row->shape)) != 0)
            return w;
    }
    return NULL;
}

/* The codes of the errors of a status that have this wording; two errors may share a code. */
static json_t *codes_of(const struct openapi *d, int status, const struct wording *wording)
{
    json_t *codes = json_array();

    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        const struct error_row *row = &error_rows[i];

        if (may_refuse(d, status, (enum error) i) && wording_of(d->family, row) == wording &&
            !has_string(codes, row->code))
            json_array_append_new(codes, json_string(row->code));
    }
    return codes;
}

static json_t *refusal_schema(struct openapi *d, const struct wording *wording, json_t *codes)
{
    json_t *schema = view_schema(wording->body);

    if (wording->code == NULL)
        return openapi_component(d, wording->body->name, schema);
    json_object_set(json_object_get(json_object_get(schema, "properties"), wording->code), "enum",
                    codes);
    return schema;
}

static json_t *refusal_content(struct openapi *d, int status)
{
    json_t *schemas = json_array();
    const char *media_type = NULL;

    for (const struct wording *wording = d->family->wordings; wording->body != NULL; wording++) {
        json_t *codes = codes_of(d, status, wording);

        if (json_array_size(codes) > 0)
            json_array_append_new(schemas, refusal_schema(d, wording, codes));
        json_decref(codes);
        media_type = wording->media_type;
    }
    if (json_array_size(schemas) > 1)
        return openapi_content(media_type, json_pack("{s:o}", "anyOf", schemas));
    json_t *only = json_incref(json_array_get(schemas, 0));

    json_decref(schemas);
    return only == NULL ? NULL : openapi_content(media_type, only);
}

/* "FORBIDDEN: Credentials are not found or incorrect", a line an error; "" for none. */
static const char *refusal_text(struct openapi *d, int status)
{
    struct text t = TEXT_IN(d->arena);

    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (may_refuse(d, status, (enum error) i))
            text_format(&t, "%s- `%s`: %s", t.length == 0 ? "" : "\n", error_rows[i].code,
                        error_rows[i].title);
    }
    return text_string(&t);
}

static json_t *refusal_of(struct openapi *d, int status, const char *description)
{
    return json_pack("{s:s, s:{s:o, s:o}, s:o*}", "description", description, "headers",
                     "request-ref", openapi_reference("headers", "request-ref"), "sandgate-reason",
                     openapi_reference("headers", "sandgate-reason"), "content",
                     refusal_content(d, status));
}

json_t *openapi_responses(struct openapi *d)
{
    json_t *responses = json_object();

    add_successes(d, responses);
    if (d->operation->redirect != NULL)
        json_object_set_new(responses, "303", redirect_of());
    for (int status = 400; status < 600; status++) {
        const char *description = refusal_text(d, status);

        if (*description != '\0')
            json_object_set_new(responses, arena_printf(d->arena, "%d", status),
                                refusal_of(d, status, description));
    }
    return responses;
}
