/* SPDX-License-Identifier: MIT */
/* Making JSON Schema from rules and from views. */
#include "json/schema.h"

static json_t *fields_schema(const struct field *fields);

/* The type of each kind of rule, and the keywords of its limits; NULL: none. */
static const struct type_keywords {
    const char *type;
    const char *least;
    const char *most;
} type_keywords[] = {
    [RULE_KIND_TEXT] = {"string", "minLength", "maxLength"},
    [RULE_KIND_ID] = {"string", "minLength", "maxLength"},
    [RULE_KIND_INTEGER] = {"integer", "minimum", "maximum"},
    [RULE_KIND_BOOLEAN] = {"boolean", NULL, NULL},
    [RULE_KIND_CHOICE] = {"string", "minLength", "maxLength"},
    [RULE_KIND_OBJECT] = {"object", NULL, NULL},
    [RULE_KIND_LIST] = {"array", "minItems", "maxItems"},
    [RULE_KIND_TEXTS] = {"array", "minItems", "maxItems"},
    [RULE_KIND_JSON] = {NULL, NULL, NULL},
    [RULE_KIND_SPECIAL] = {NULL, NULL, NULL},
};

static json_t *values_array(const char *const *values)
{
    json_t *array = json_array();

    for (; *values != NULL; values++)
        json_array_append_new(array, json_string(*values));
    return array;
}

/* The keywords for the content of a text, or of each text of a list. */
static void add_pattern_and_values(json_t *schema, const struct rule *rule)
{
    const char *pattern = format_pattern(rule->format);

    if (pattern == NULL && rule->not_blank)
        pattern = "\\S";
    if (pattern != NULL)
        json_object_set_new(schema, "pattern", json_string(pattern));
    if (rule->values != NULL)
        json_object_set_new(schema, "enum", values_array(rule->values));
}

static void add_limits(json_t *schema, const struct rule *rule)
{
    const struct type_keywords *keywords = &type_keywords[rule->kind];
    int64_t least = rule->not_blank && rule->least == 0 ? 1 : rule->least;

    if (keywords->least == NULL)
        return;
    /* a least length of 0 says nothing, a minimum of 0 does */
    if (least != 0 || rule->kind == RULE_KIND_INTEGER)
        json_object_set_new(schema, keywords->least, json_integer(least));
    if (rule->most != 0)
        json_object_set_new(schema, keywords->most, json_integer(rule->most));
}

static json_t *text_schema(const struct rule *rule)
{
    json_t *schema = json_pack("{s:s}", "type", "string");

    add_pattern_and_values(schema, rule);
    return schema;
}

static json_t *value_schema(const struct rule *rule, bool strict)
{
    if (rule->schema != NULL)
        return json_loads(rule->schema, JSON_DECODE_ANY, NULL);
    if (rule->kind == RULE_KIND_JSON)
        return json_object();
    if (rule->kind == RULE_KIND_OBJECT)
        return rules_schema(rule->members, IN_BODY, strict);
    json_t *schema = json_pack("{s:s}", "type", type_keywords[rule->kind].type);

    if (rule->kind == RULE_KIND_LIST)
        json_object_set_new(schema, "items", rules_schema(rule->members, IN_BODY, strict));
    else if (rule->kind == RULE_KIND_TEXTS)
        json_object_set_new(schema, "items", text_schema(rule));
    else
        add_pattern_and_values(schema, rule);
    add_limits(schema, rule);
    return schema;
}

json_t *rule_schema(const struct rule *rule)
{
    return value_schema(rule, false);
}

/* In a body null counts as absent. The schema of a special says itself whether it accepts null. */
static void allow_null(json_t *schema, const struct rule *rule)
{
    const char *type = type_keywords[rule->kind].type;

    if (type == NULL)
        return;
    json_object_set_new(schema, "type", json_pack("[s, s]", type, "null"));
    if (json_object_get(schema, "enum") != NULL)
        json_array_append_new(json_object_get(schema, "enum"), json_null());
}

/* Takes both references. */
static json_t *object_schema(json_t *properties, json_t *required, bool closed)
{
    json_t *schema = json_pack("{s:s, s:o}", "type", "object", "properties", properties);

    if (json_array_size(required) > 0)
        json_object_set(schema, "required", required);
    json_decref(required);
    if (closed)
        json_object_set_new(schema, "additionalProperties", json_false());
    return schema;
}

json_t *rules_schema(const struct rule *rules, enum rule_place place, bool strict)
{
    json_t *properties = json_object();
    json_t *required = json_array();

    for (const struct rule *rule = rules; rule->name != NULL; rule++) {
        if (rule->place != place)
            continue;
        json_t *schema = value_schema(rule, strict && !rule->open);

        if (rule->required)
            json_array_append_new(required, json_string(rule->name));
        else if (place == IN_BODY)
            allow_null(schema, rule);
        json_object_set_new(properties, rule->name, schema);
    }
    return object_schema(properties, required, strict);
}

static json_t *array_of(const struct field *fields)
{
    return json_pack("{s:s, s:o}", "type", "array", "items", fields_schema(fields));
}

/* The schema of a body that went through rules_filter; NULL: any value. */
static json_t *filtered_schema(const struct rule *rules)
{
    return rules == NULL ? json_object() : rules_schema(rules, IN_BODY, true);
}

static json_t *array_of_filtered(const struct rule *rules)
{
    return json_pack("{s:s, s:o}", "type", "array", "items", filtered_schema(rules));
}

static json_t *field_schema(const struct field *field)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return json_pack("{s:s}", "type", "string");
    case FIELD_ID:
        return json_pack("{s:s, s:s}", "type", "string", "pattern", format_pattern(FORMAT_DIGITS));
    case FIELD_INTEGER:
        return json_pack("{s:s}", "type", "integer");
    case FIELD_NUMBER:
        return json_pack("{s:s}", "type", "number");
    case FIELD_BOOLEAN:
    case FIELD_MAYBE:
        return json_pack("{s:s}", "type", "boolean");
    case FIELD_NAME:
        return json_pack("{s:s, s:o}", "type", "string", "enum", values_array(field->values));
    case FIELD_TIME:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date-time");
    case FIELD_OBJECT:
    case FIELD_POINTER:
        return fields_schema(field->fields);
    case FIELD_LIST:
        return array_of(field->fields);
    case FIELD_TEXTS:
        return json_pack("{s:s, s:{s:s}}", "type", "array", "items", "type", "string");
    case FIELD_JSON:
        return filtered_schema(field->rules);
    case FIELD_JSONS:
        return array_of_filtered(field->rules);
    }
    return NULL;
}

static json_t *fields_schema(const struct field *fields)
{
    json_t *properties = json_object();
    json_t *required = json_array();

    for (const struct field *field = fields; field->name != NULL; field++) {
        if (!field->optional)
            json_array_append_new(required, json_string(field->name));
        json_object_set_new(properties, field->name, field_schema(field));
    }
    return object_schema(properties, required, true);
}

json_t *view_schema(const struct view *view)
{
    if (view->rules != NULL)
        return view->array ? array_of_filtered(view->rules) : filtered_schema(view->rules);
    if (view->fields == NULL)
        return rules_schema(view->document, IN_BODY, true);
    return view->array ? array_of(view->fields) : fields_schema(view->fields);
}
