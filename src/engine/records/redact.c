/* SPDX-License-Identifier: MIT */
/*
 * Copies a JSON value along the rules and fields that describe it. Members that they mark as secret,
 * or don't have, are replaced by REDACTED. Start reading at shown().
 */
#include "base/text.h"
#include "engine/records/redact.h"
#include "json/values.h"

#include <ctype.h>
#include <string.h>

/* The description of a value. */
struct shape {
    const struct rule *rules;
    const struct field *fields;
    const struct field *other_fields; /* used instead if a setting selects them */
    bool scalar;                      /* strings, numbers and booleans may be shown */
    bool anything;                    /* any value may be shown */
    const json_t *hidden;             /* strings that must not be shown anywhere; NULL: none */
};

static const struct field *field_named(const struct field *fields, const char *name)
{
    while (fields != NULL && fields->name != NULL && strcmp(fields->name, name) != 0)
        fields++;
    return fields == NULL || fields->name == NULL ? NULL : fields;
}

/* Whether a member is secret, because no value of another member makes it public. */
static bool is_secret_beside(const struct sibling *sibling, const json_t *object)
{
    if (sibling == NULL)
        return false;
    const char *value = json_string_value(json_object_get(object, sibling->name));

    for (size_t i = 0; value != NULL && sibling->values[i] != NULL; i++) {
        if (strcmp(sibling->values[i], value) == 0)
            return false;
    }
    return true;
}

/* The shape of a member of the object; false: it must not be shown. */
static bool find_member(const struct shape *shape, const json_t *object, const char *name,
                        struct shape *ret)
{
    const struct rule *rule = rule_find(shape->rules, IN_BODY, name);
    const struct field *field = field_named(shape->fields, name);

    if (field == NULL)
        field = field_named(shape->other_fields, name);
    *ret = *shape;
    if (shape->anything)
        return true;
    if (rule != NULL) {
        *ret = (struct shape){.rules = rule->members,
                              .scalar = rule->members == NULL,
                              .anything = rule->kind == RULE_KIND_JSON,
                              .hidden = shape->hidden};
        return !rule->secret && !is_secret_beside(rule->secret_unless, object);
    }
    if (field != NULL) {
        *ret = (struct shape){.rules = field->rules,
                              .fields = field->fields,
                              .scalar = field->fields == NULL && field->rules == NULL,
                              .anything = field->kind == FIELD_JSON && field->rules == NULL,
                              .hidden = shape->hidden};
        return !field->secret;
    }
    return false;
}

bool looks_secret(const char *text)
{
    return strstr(text, "eyJ") != NULL;
}

static bool is_hidden(const struct shape *shape, const json_t *text)
{
    for (size_t i = 0; i < json_array_size(shape->hidden); i++) {
        if (json_equal(json_array_get(shape->hidden, i), text))
            return true;
    }
    return false;
}

static json_t *shown(const struct shape *shape, json_t *value);

static json_t *shown_object(const struct shape *shape, json_t *object)
{
    json_t *ret = json_object();
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        struct shape member;
        bool allowed = find_member(shape, object, name, &member) || json_is_null(value);

        json_object_set_new(ret, name, allowed ? shown(&member, value) : json_string(REDACTED));
    }
    return ret;
}

static json_t *shown_array(const struct shape *shape, json_t *array)
{
    json_t *ret = json_array();

    for (size_t i = 0; i < json_array_size(array); i++)
        json_array_append_new(ret, shown(shape, json_array_get(array, i)));
    return ret;
}

static json_t *shown(const struct shape *shape, json_t *value)
{
    if (json_is_object(value))
        return shown_object(shape, value);
    if (json_is_array(value))
        return shown_array(shape, value);
    if (!shape->scalar && !shape->anything && !json_is_null(value))
        return json_string(REDACTED);
    if (json_is_string(value) &&
        (looks_secret(json_string_value(value)) || is_hidden(shape, value)))
        return json_string(REDACTED);
    return json_incref(value);
}

/* The JSON as text; takes the reference. */
static const char *dumped(struct arena *a, json_t *json)
{
    const char *ret = json_text(a, json);

    json_decref(json);
    return ret == NULL ? "null" : ret;
}

static const char *redacted(struct arena *a, const struct shape *shape, const char *body,
                            size_t length)
{
    json_error_t error;
    json_t *json = body == NULL ? NULL : json_parse(body, length, JSON_DECODE_ANY, &error);

    if (json == NULL)
        return "null";
    json_t *ret = shown(shape, json);

    json_decref(json);
    return dumped(a, ret);
}

/* NULL: the input is not described. */
static const struct rule *rules_of(const struct operation *operation)
{
    return operation == NULL || operation->input == NULL ? NULL : operation->input->rules;
}

const char *redacted_body(struct arena *a, const struct record *record)
{
    const struct operation *operation = record->operation;
    const struct input *input = operation == NULL ? NULL : operation->input;
    const struct shape shape = {.rules = input == NULL ? NULL : body_rules(input)};

    return redacted(a, &shape, record->body, record->body_length);
}

static const struct field *fields_of(const struct view *view)
{
    return view == NULL ? NULL : view->fields;
}

/* Errors contain no secrets, except the one shape with a token. */
static struct shape answer_shape(const struct record *record)
{
    if (record->error != NO_ERROR)
        return (struct shape){.anything = error_rows[record->error].shape != SHAPE_TOKEN};
    if (record->operation == NULL)
        return (struct shape){.anything = false};
    return (struct shape){
        .rules = record->operation->answer == NULL ? NULL : record->operation->answer->rules,
        .fields = fields_of(record->operation->answer),
        .other_fields = fields_of(record->operation->other_answer)};
}

/* Collects strings that another member makes secret: the answer may contain them, too. */
static void collect_hidden(const struct rule *rules, json_t *value, json_t *hidden)
{
    const char *name;
    json_t *member;
    size_t i;

    json_array_foreach(value, i, member) collect_hidden(rules, member, hidden);
    json_object_foreach(value, name, member)
    {
        const struct rule *rule = rule_find(rules, IN_BODY, name);

        if (rule != NULL && is_secret_beside(rule->secret_unless, value))
            json_array_append(hidden, member);
        else if (rule != NULL && rule->members != NULL)
            collect_hidden(rule->members, member, hidden);
    }
}

static json_t *hidden_of(const struct record *record)
{
    const struct input *input = record->operation == NULL ? NULL : record->operation->input;
    json_error_t error;
    json_t *body = input == NULL || record->body == NULL
                       ? NULL
                       : json_parse(record->body, record->body_length, 0, &error);
    json_t *hidden = json_array();

    if (body != NULL)
        collect_hidden(body_rules(input), body, hidden);
    json_decref(body);
    return hidden;
}

const char *redacted_answer(struct arena *a, const struct record *record)
{
    struct shape shape = answer_shape(record);
    json_t *hidden = hidden_of(record);

    shape.hidden = hidden;
    const char *ret = redacted(a, &shape, record->answer, record->answer_length);

    json_decref(hidden);
    return ret;
}

static void add_pair(json_t *object, const struct pair *pair, bool allowed)
{
    json_t *value = allowed && !looks_secret(pair->value) ? json_string(pair->value) : NULL;

    json_object_set_new(object, pair->name, value == NULL ? json_string(REDACTED) : value);
}

const char *redacted_query(struct arena *a, const struct record *record)
{
    const struct rule *rules = rules_of(record->operation);
    json_t *ret;

    if (record->query.count == 0)
        return NULL;
    ret = json_object();
    for (size_t i = 0; i < record->query.count; i++) {
        const struct pair *pair = &record->query.items[i];
        const struct rule *rule = rule_find(rules, IN_QUERY, pair->name);

        add_pair(ret, pair, rule != NULL && !rule->secret);
    }
    return dumped(a, ret);
}

static bool is_shown_header(const char *name)
{
    static const char *const shown_headers[] = {
        "accept",      "accept-encoding", "accept-language",  "allow",        "cache-control",
        "connection",  "content-length",  "content-type",     "host",         "idempotency-ref",
        "location",    "organizationid",  "origin",           "prefer",       "request-ref",
        "retry-after", "sandgate-reason", "server",           "tenantid",     "transfer-encoding",
        "user-agent",  "walletid",        "www-authenticate", "x-api-version"};

    for (size_t i = 0; i < ARRAY_SIZE(shown_headers); i++) {
        if (strcasecmp(shown_headers[i], name) == 0)
            return true;
    }
    return strncasecmp(name, "access-control-", 15) == 0 ||
           strncasecmp(name, "x-ratelimit-", 12) == 0;
}

static void add_headers(json_t *object, const struct pairs *headers)
{
    for (size_t i = 0; i < headers->count; i++)
        add_pair(object, &headers->items[i], is_shown_header(headers->items[i].name));
}

const char *redacted_headers(struct arena *a, const struct record *record)
{
    json_t *ret = json_object();

    add_headers(ret, &record->headers);
    return dumped(a, ret);
}

static void add_text(json_t *object, const char *name, const char *value)
{
    if (value != NULL)
        add_pair(object, &(struct pair){.name = name, .value = value}, true);
}

const char *redacted_answer_headers(struct arena *a, const struct record *record)
{
    json_t *ret = json_object();

    add_text(ret, "content-type", record->media_type);
    add_text(ret, "request-ref", record->id);
    add_headers(ret, &record->answer_headers);
    add_text(ret, "sandgate-reason", record->reason);
    return dumped(a, ret);
}

static size_t segment(const char *path)
{
    return strcspn(path, "/");
}

/* Whether the segment at `template` is a secret parameter. */
static bool is_secret_parameter(struct arena *a, const struct operation *operation,
                                const char *template)
{
    if (*template != '{')
        return false;
    const char *name = arena_textn(a, template + 1, segment(template) - strlen("{}"));
    const struct rule *rule = rule_find(rules_of(operation), IN_PATH, name);

    return rule != NULL && rule->secret;
}

/* Ids have 18 digits, or few: those that a seed chose. Codes, numbers of cards and phones have others. */
static bool is_secret_number(size_t digits)
{
    return digits >= 6 && digits != 18;
}

/* Linking codes, keys and tokens are letters and digits at random, at least so many. */
#define RANDOM_LEAST 12

static bool is_secret_word(const char *word, size_t length)
{
    size_t digits = 0;

    for (size_t i = 0; i < length; i++)
        digits += isdigit((unsigned char) word[i]) != 0;
    return digits == length ? is_secret_number(digits) : length >= RANDOM_LEAST && digits > 0;
}

static bool is_uuid(const char *text)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    size_t i = 0;

    while (shape[i] != '\0' &&
           (shape[i] == '-' ? text[i] == '-' : isxdigit((unsigned char) text[i])))
        i++;
    return shape[i] == '\0' && text[i] == '\0';
}

/* Whether any word of a segment may be a secret. */
static bool may_be_secret(const char *text)
{
    if (is_uuid(text))
        return false;
    while (*text != '\0') {
        size_t length = 0;

        while (isalnum((unsigned char) text[length]))
            length++;
        if (is_secret_word(text, length))
            return true;
        text += length + (text[length] != '\0');
    }
    return false;
}

/* Whether a secret follows, whatever it looks like. */
static bool names_a_secret(const char *text)
{
    static const char *const names[] = {"code", "token", "nonce", "password", "passcode", "secret"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        if (strcmp(text, names[i]) == 0)
            return true;
    }
    return false;
}

/* The path of an operation, without the secrets that its template names. */
static const char *known_path(struct arena *a, const char *at, const struct operation *operation)
{
    const char *template = operation->path;
    struct text ret = TEXT_IN(a);

    while (*at != '\0') {
        const char *text = arena_textn(a, at, segment(at));
        bool hidden = looks_secret(text) || is_secret_parameter(a, operation, template);

        text_add(&ret, hidden ? REDACTED : text);
        at += segment(at);
        template += segment(template);
        if (*at == '/') {
            text_char(&ret, *at++);
            template += *template == '/';
        }
    }
    return text_string(&ret);
}

const char *redacted_unknown_path(struct arena *a, const char *path)
{
    struct text ret = TEXT_IN(a);
    bool follows = false; /* what names a secret */

    while (*path != '\0') {
        const char *text = arena_textn(a, path, segment(path));
        bool hidden = *text != '\0' && (follows || looks_secret(text) || may_be_secret(text));

        text_add(&ret, hidden ? REDACTED : text);
        follows = names_a_secret(text);
        path += segment(path);
        if (*path == '/')
            text_char(&ret, *path++);
    }
    return text_string(&ret);
}

const char *redacted_path(struct arena *a, const struct record *record)
{
    return record->operation == NULL ? redacted_unknown_path(a, record->path)
                                     : known_path(a, record->path, record->operation);
}
