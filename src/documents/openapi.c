/* SPDX-License-Identifier: MIT */
/* The OpenAPI 3.1 documents, made from the families, their operations, rules and views, and the errors. */
#include "documents/documents.h"
#include "json/schema.h"
#include "weavr/events.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define JSON_TYPE "application/json"
#define FORM_TYPE "application/x-www-form-urlencoded"

static const struct scheme {
    const char *name;
    const char *json;
} schemes[] = {
    {"apiKey", "{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"api-key\"}"},
    {"programmeKey", "{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"programme-key\"}"},
    {"bearer", "{\"type\":\"http\",\"scheme\":\"bearer\"}"},
    {"basic", "{\"type\":\"http\",\"scheme\":\"basic\"}"},
};

/* A document in the making, and the row that is being described. */
struct document {
    struct arena *arena;
    const struct gateway *gateway;
    json_t *tags;    /* by name */
    json_t *schemas; /* components, by name */
    json_t *schemes;
    const struct family *family;
    const struct operation *operation;
};

/* The one of that name that describes the document. */
static const struct family *family_named(const struct gateway *g, const char *name)
{
    const struct family *const *family = g->registry->families;

    while (*family != NULL &&
           ((*family)->description == NULL || strcmp((*family)->name, name) != 0))
        family++;
    return *family;
}

static json_t *reference(const char *section, const char *name)
{
    return json_pack("{s:o}", "$ref", json_sprintf("#/components/%s/%s", section, name));
}

/* Takes the schema, and answers a reference to it. A name means one schema. */
static json_t *component(struct document *d, const char *name, json_t *schema)
{
    assert(json_object_get(d->schemas, name) == NULL ||
           json_equal(json_object_get(d->schemas, name), schema));
    json_object_set_new(d->schemas, name, schema);
    return reference("schemas", name);
}

static json_t *unless_empty(json_t *array)
{
    if (json_array_size(array) > 0)
        return array;
    json_decref(array);
    return NULL;
}

static json_t *content(const char *media_type, json_t *schema)
{
    return json_pack("{s:{s:o}}", media_type == NULL ? JSON_TYPE : media_type, "schema", schema);
}

static json_t *parameter(const char *name, const char *in, bool required, json_t *schema)
{
    return json_pack("{s:s, s:s, s:b, s:o}", "name", name, "in", in, "required", required, "schema",
                     schema);
}

/* The same with a description. */
static json_t *described(json_t *object, const char *description)
{
    json_object_set_new(object, "description", json_string(description));
    return object;
}

static const struct rule *rules_of(const struct operation *operation)
{
    static const struct rule none[] = {END_OF_RULES};

    return operation->input == NULL ? none : operation->input->rules;
}

/* A parameter without a rule is a name, of a realm for instance. */
static json_t *path_schema(const struct operation *operation, const char *name)
{
    const struct rule *rule = rule_find(rules_of(operation), IN_PATH, name);

    return rule == NULL ? json_pack("{s:s}", "type", "string") : rule_schema(rule);
}

static void add_path_parameters(struct document *d, json_t *parameters)
{
    const char *at = d->operation->path;

    while ((at = strchr(at, '{')) != NULL) {
        at++;
        const char *name = arena_textn(d->arena, at, strcspn(at, "}"));

        json_array_append_new(parameters,
                              parameter(name, "path", true, path_schema(d->operation, name)));
    }
}

/* One that must not be blank. */
static json_t *header(const char *name, bool required)
{
    return parameter(name, "header", required,
                     json_pack("{s:s, s:s}", "type", "string", "pattern", "\\S"));
}

static json_t *idempotency_header(const struct replays *replays)
{
    return described(parameter("idempotency-ref", "header", false,
                               json_pack("{s:s, s:i}", "type", "string", "maxLength", 7999)),
                     replays->anew
                         ? "The same call of the same identity with the same reference does "
                           "nothing more, and is answered with what is there now; another "
                           "payload is refused."
                         : "The same call of the same session with the same reference is "
                           "answered again; another payload is refused.");
}

static json_t *header_of(const struct header_row *row)
{
    json_t *ret = header(row->name, row->required);

    return row->description == NULL ? ret : described(ret, row->description);
}

static void add_headers(struct document *d, json_t *parameters)
{
    struct list headers = LIST_OF(struct header_row);

    if (d->operation->replays != NULL)
        json_array_append_new(parameters, idempotency_header(d->operation->replays));
    if (d->family->headers != NULL)
        headers = d->family->headers(d->operation, d->arena);
    for (size_t i = 0; i < headers.count; i++)
        json_array_append_new(parameters, header_of(list_at(&headers, i)));
}

static json_t *parameters_of(struct document *d)
{
    json_t *parameters = json_array();

    add_path_parameters(d, parameters);
    for (const struct rule *rule = rules_of(d->operation); rule->name != NULL; rule++) {
        if (rule->place == IN_QUERY)
            json_array_append_new(
                parameters, parameter(rule->name, "query", rule->required, rule_schema(rule)));
    }
    add_headers(d, parameters);
    return unless_empty(parameters);
}

static const char *requirement_of(const struct document *d)
{
    for (const struct requirement *row = d->family->requirements; row->json != NULL; row++) {
        if (row->access == d->operation->access && (!row->has_tokens || d->operation->tokens != 0))
            return row->json;
    }
    return "[]";
}

static json_t *security_of(struct document *d)
{
    const char *json = requirement_of(d);

    for (size_t i = 0; i < ARRAY_SIZE(schemes); i++) {
        if (strstr(json, schemes[i].name) != NULL)
            json_object_set_new(d->schemes, schemes[i].name, json_loads(schemes[i].json, 0, NULL));
    }
    return json_loads(json, 0, NULL);
}

static void make_all_optional(json_t *schema)
{
    const char *name;
    json_t *member;

    json_object_del(schema, "required");
    json_object_foreach(json_object_get(schema, "properties"), name, member)
        make_all_optional(member);
}

static json_t *input_schema(const struct input *input)
{
    if (input->array)
        return rule_schema(body_rule(input));
    json_t *schema = rules_schema(input->rules, IN_BODY, input->strict);

    if (input->patch)
        make_all_optional(schema);
    return input->word == NULL ? schema
                               : json_pack("{s:[o, {s:s}]}", "anyOf", schema, "const", input->word);
}

static json_t *request_of(struct document *d)
{
    const struct input *input = d->operation->input;

    if (!rules_have(rules_of(d->operation), IN_BODY))
        return NULL;
    json_t *schema = component(d, input->name, input_schema(input));
    json_t *bodies = content(NULL, schema);

    if (input->form)
        json_object_update_new(bodies, content(FORM_TYPE, json_incref(schema)));
    return json_pack("{s:b, s:o}", "required", !input->body_optional, "content", bodies);
}

static json_t *answer_component(struct document *d, const struct view *view)
{
    return component(d, view->name, view_schema(view));
}

static json_t *text_content(const char *media_type)
{
    return content(media_type, json_pack("{s:s}", "type", "string"));
}

static json_t *answer_content(struct document *d)
{
    const struct operation *operation = d->operation;

    if (operation->other_answer != NULL)
        return content(operation->media_type,
                       json_pack("{s:[o, o]}", "anyOf", answer_component(d, operation->answer),
                                 answer_component(d, operation->other_answer)));
    if (operation->answer != NULL)
        return content(operation->media_type, answer_component(d, operation->answer));
    if (operation->media_type == NULL)
        return NULL;
    return strncmp(operation->media_type, "text/", 5) == 0
               ? text_content(operation->media_type)
               : content(operation->media_type, json_object());
}

static json_t *success_of(struct document *d)
{
    json_t *bodies = answer_content(d);

    if (d->operation->text_type != NULL)
        json_object_update_new(bodies, text_content(d->operation->text_type));
    return json_pack("{s:s, s:{s:o}, s:o*}", "description", status_phrase(d->operation->status),
                     "headers", "request-ref", reference("headers", "request-ref"), "content",
                     bodies);
}

static json_t *redirect_of(void)
{
    return json_pack("{s:s, s:{s:o, s:{s:s, s:{s:s}}}}", "description",
                     "A browser is sent to a page for people.", "headers", "request-ref",
                     reference("headers", "request-ref"), "location", "description",
                     "The page's path.", "schema", "type", "string");
}

static bool may_refuse(const struct document *d, int status, enum error error)
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

/* The codes of a status that are worded like this. Two errors may have the same. */
static json_t *codes_of(const struct document *d, int status, const struct wording *wording)
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

static json_t *refusal_schema(struct document *d, const struct wording *wording, json_t *codes)
{
    json_t *schema = view_schema(wording->body);

    if (wording->code == NULL)
        return component(d, wording->body->name, schema);
    json_object_set(json_object_get(json_object_get(schema, "properties"), wording->code), "enum",
                    codes);
    return schema;
}

static json_t *refusal_content(struct document *d, int status)
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
        return content(media_type, json_pack("{s:o}", "anyOf", schemas));
    json_t *only = json_incref(json_array_get(schemas, 0));

    json_decref(schemas);
    return only == NULL ? NULL : content(media_type, only);
}

/* "FORBIDDEN: Credentials are not found or incorrect", a line an error; "" for none. */
static const char *refusal_text(struct document *d, int status)
{
    struct text t = TEXT_IN(d->arena);

    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (may_refuse(d, status, (enum error) i))
            text_format(&t, "%s- `%s`: %s", t.length == 0 ? "" : "\n", error_rows[i].code,
                        error_rows[i].title);
    }
    return text_string(&t);
}

static json_t *refusal_of(struct document *d, int status, const char *description)
{
    return json_pack("{s:s, s:{s:o, s:o}, s:o*}", "description", description, "headers",
                     "request-ref", reference("headers", "request-ref"), "sandgate-reason",
                     reference("headers", "sandgate-reason"), "content",
                     refusal_content(d, status));
}

static json_t *responses_of(struct document *d)
{
    json_t *responses = json_object();

    json_object_set_new(responses, arena_printf(d->arena, "%d", d->operation->status),
                        success_of(d));
    if (d->operation->elsewhere != NULL)
        json_object_set_new(responses, "303", redirect_of());
    for (int status = 400; status < 600; status++) {
        const char *description = refusal_text(d, status);

        if (*description != '\0')
            json_object_set_new(responses, arena_printf(d->arena, "%d", status),
                                refusal_of(d, status, description));
    }
    return responses;
}

static json_t *operation_of(struct document *d)
{
    const struct operation *operation = d->operation;
    const struct group *group = operation->group;

    json_object_set_new(d->tags, group->tag,
                        json_pack("{s:s, s:s}", "name", group->tag, "description", group->title));
    return json_pack("{s:s, s:s, s:[s], s:o, s:o*, s:o*, s:o}", "operationId",
                     registry_operation_id(d->gateway->registry, d->arena, operation), "summary",
                     operation->summary, "tags", group->tag, "security", security_of(d),
                     "parameters", parameters_of(d), "requestBody", request_of(d), "responses",
                     responses_of(d));
}

static json_t *paths_of(struct document *d, const char *name)
{
    static const char *const keys[] = {
        [GET] = "get",     [POST] = "post",     [PUT] = "put",
        [PATCH] = "patch", [DELETE] = "delete", [OPTIONS] = "options"};
    json_t *paths = json_object();

    for (size_t i = 0; i < d->gateway->registry->count; i++) {
        d->operation = &d->gateway->registry->operations[i];
        d->family = d->operation->family;
        if (strcmp(d->family->name, name) != 0)
            continue;
        const char *path = d->operation->path;

        if (json_object_get(paths, path) == NULL)
            json_object_set_new(paths, path, json_object());
        json_object_set_new(json_object_get(paths, path), keys[d->operation->method],
                            operation_of(d));
    }
    return paths;
}

/* What the programme's receiver is sent, and with which headers (weavr-webhooks.md 1.1). */
static json_t *webhook_of(struct document *d, const struct event *event)
{
    static const struct {
        const char *name;
        const char *description;
    } headers[] = {
        {"call-ref", "The same on every attempt: by it a receiver knows an event again."},
        {"published-timestamp", "Milliseconds since 1970."},
        {"signature", "Base64 of HMAC-SHA256, keyed with the api-key, of published-timestamp."},
        {"signature-v2",
         "Base64 of HMAC-SHA256, keyed with the api-key, of call-ref, the body as it "
         "was sent, and published-timestamp, one behind the other."},
    };
    json_t *parameters = json_array();

    for (size_t i = 0; i < ARRAY_SIZE(headers); i++)
        json_array_append_new(parameters, described(parameter(headers[i].name, "header", true,
                                                              json_pack("{s:s}", "type", "string")),
                                                    headers[i].description));
    json_t *body = content(NULL, component(d, event->view->name, view_schema(event->view)));

    return json_pack("{s:{s:s, s:s, s:[], s:o, s:{s:b, s:o}, s:{s:{s:s}}}}", "post", "operationId",
                     arena_printf(d->arena, "webhook_%s", event_kind(d->arena, event)), "summary",
                     event->summary, "security", "parameters", parameters, "requestBody",
                     "required", true, "content", body, "responses", "204", "description",
                     "Any 2xx counts as delivered");
}

/* By the path below the webhook's URL. */
static json_t *webhooks_of(struct document *d, const struct family *family)
{
    json_t *webhooks = family->events == NULL ? NULL : json_object();

    for (const struct event *event = family->events; event != NULL && event->path != NULL; event++)
        json_object_set_new(webhooks, event->path, webhook_of(d, event));
    return webhooks;
}

static json_t *values_of(json_t *object)
{
    json_t *values = json_array();
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value) json_array_append(values, value);
    json_decref(object);
    return values;
}

static json_t *components_of(struct document *d)
{
    static const char headers[] =
        "{\"request-ref\":{\"description\":\"Names the request, in the log, too.\","
        "\"required\":true,\"schema\":{\"type\":\"string\"}},"
        "\"sandgate-reason\":{\"description\":\"Which rule refused the request.\","
        "\"required\":true,\"schema\":{\"type\":\"string\"}}}";

    return json_pack("{s:o, s:o, s:o}", "schemas", d->schemas, "headers",
                     json_loads(headers, 0, NULL), "securitySchemes", d->schemes);
}

static json_t *document_of(struct document *d, const struct family *family)
{
    json_t *paths = paths_of(d, family->name);
    json_t *webhooks = webhooks_of(d, family);
    json_t *info = json_pack("{s:s, s:s, s:s*, s:{s:s, s:s}}", "title", family->title, "version",
                             VERSION_TEXT, "description", family->description, "license", "name",
                             "MIT", "identifier", "MIT");

    return json_pack("{s:s, s:o, s:[{s:s}], s:o, s:o, s:o*, s:o}", "openapi", "3.1.0", "info", info,
                     "servers", "url", d->gateway->url, "tags", values_of(d->tags), "paths", paths,
                     "webhooks", webhooks, "components", components_of(d));
}

const char *openapi_document(struct arena *a, const struct gateway *g, const char *name)
{
    const struct family *family = family_named(g, name);
    struct document d = {.arena = a, .gateway = g};

    if (family == NULL)
        return NULL;
    d.tags = json_object();
    d.schemas = json_object();
    d.schemes = json_object();
    json_t *json = document_of(&d, family);
    char *dumped = json_dumps(json, JSON_INDENT(2));
    const char *text = arena_text(a, dumped);

    free(dumped);
    json_decref(json);
    return text;
}
