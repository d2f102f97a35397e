/* SPDX-License-Identifier: MIT */
/* What a request has: parameters, security and body. */
#include "json/schema.h"
#include "openapi_parts.h"

#include <string.h>

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

static json_t *unless_empty(json_t *array)
{
    if (json_array_size(array) > 0)
        return array;
    json_decref(array);
    return NULL;
}

static const struct rule *rules_of(const struct operation *operation)
{
    static const struct rule none[] = {END_OF_RULES};

    return operation->input == NULL ? none : operation->input->rules;
}

/* A parameter without a rule is text, like {realm}. */
static json_t *path_schema(const struct operation *operation, const char *name)
{
    const struct rule *rule = rule_find(rules_of(operation), IN_PATH, name);

    return rule == NULL ? json_pack("{s:s}", "type", "string") : rule_schema(rule);
}

static void add_path_parameters(struct openapi *d, json_t *parameters)
{
    const char *at = d->operation->path;

    while ((at = strchr(at, '{')) != NULL) {
        at++;
        const char *name = arena_textn(d->arena, at, strcspn(at, "}"));

        json_array_append_new(
            parameters, openapi_parameter(name, "path", true, path_schema(d->operation, name)));
    }
}

/* A header that must not be blank. */
static json_t *header(const char *name, bool required)
{
    return openapi_parameter(name, "header", required,
                             json_pack("{s:s, s:s}", "type", "string", "pattern", "\\S"));
}

static json_t *idempotency_header(const struct replays *replays)
{
    return openapi_describe(
        openapi_parameter("idempotency-ref", "header", false,
                          json_pack("{s:s, s:i}", "type", "string", "maxLength", 7999)),
        replays->shows_current
            ? "A repeated call of the same identity with the same reference has no "
              "further effect and is answered with the current state; a different "
              "payload is refused."
            : "A repeated call of the same session with the same reference gets "
              "the same answer; a different payload is refused.");
}

static json_t *header_of(const struct header_row *row)
{
    json_t *ret = header(row->name, row->required);

    return row->description == NULL ? ret : openapi_describe(ret, row->description);
}

static void add_headers(struct openapi *d, json_t *parameters)
{
    struct list headers = LIST_OF(struct header_row);

    if (d->operation->replays != NULL)
        json_array_append_new(parameters, idempotency_header(d->operation->replays));
    if (d->family->headers != NULL)
        headers = d->family->headers(d->operation, d->arena);
    for (size_t i = 0; i < headers.count; i++)
        json_array_append_new(parameters, header_of(list_at(&headers, i)));
}

json_t *openapi_parameters(struct openapi *d)
{
    json_t *parameters = json_array();

    add_path_parameters(d, parameters);
    for (const struct rule *rule = rules_of(d->operation); rule->name != NULL; rule++) {
        if (rule->place == IN_QUERY)
            json_array_append_new(parameters, openapi_parameter(rule->name, "query", rule->required,
                                                                rule_schema(rule)));
    }
    add_headers(d, parameters);
    return unless_empty(parameters);
}

static const char *requirement_of(const struct openapi *d)
{
    const struct requirement *row = d->family->requirements;

    for (; row != NULL && row->json != NULL; row++) {
        if (row->access == d->operation->access && (!row->has_tokens || d->operation->tokens != 0))
            return row->json;
    }
    return "[]";
}

json_t *openapi_security(struct openapi *d)
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

json_t *openapi_request_body(struct openapi *d)
{
    const struct input *input = d->operation->input;

    if (!rules_have(rules_of(d->operation), IN_BODY))
        return NULL;
    json_t *schema = openapi_component(d, input->name, input_schema(input));
    json_t *bodies = openapi_content(NULL, schema);

    if (input->form)
        json_object_update_new(bodies, openapi_content(FORM_TYPE, json_incref(schema)));
    return json_pack("{s:b, s:o}", "required", !input->body_optional, "content", bodies);
}
