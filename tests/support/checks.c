/* SPDX-License-Identifier: MIT */
/* The steps of a play that check the last answer. */
#include "chance.h"
#include "runner.h"

#include <stdlib.h>
#include <string.h>

json_t *runner_find(const struct runner *s, const char *path)
{
    json_t *at = s->answer.json;

    while (at != NULL && *path != '\0' && strcmp(path, ".") != 0) {
        size_t length = 1 + strcspn(path + 1, ".[");

        if (*path == '[') {
            at = json_array_get(at, strtoul(path + 1, NULL, 10));
        } else {
            char name[128];

            snprintf(name, sizeof name, "%.*s", (int) length - 1, path + 1);
            at = json_object_get(at, name);
        }
        path += length;
    }
    return at;
}

static bool step_status(struct runner *s, const char *rest)
{
    char *code;
    int status = (int) strtol(runner_split(s, rest, &code), NULL, 10);

    if (s->answer.status != status)
        return runner_fail(s, "expected status %d", status);
    if (code == NULL || *code == '\0')
        return true;
    static const char *const members[] = {".errorCode", ".code", ".error"};

    for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
        const char *value = json_string_value(runner_find(s, members[i]));

        if (value != NULL && strcmp(value, code) == 0)
            return true;
    }
    return runner_fail(s, "expected code %s", code);
}

static bool step_is(struct runner *s, const char *rest)
{
    char *value;
    const char *path = runner_split(s, runner_expand(s, rest), &value);
    json_t *wanted = json_loads(value, JSON_DECODE_ANY, NULL);
    bool same = wanted != NULL && json_equal(wanted, runner_find(s, path));

    json_decref(wanted);
    return same || runner_fail(s, "%s is not %s", path, value);
}

static bool is_of_type(const json_t *value, const char *type)
{
    const char *text = json_string_value(value);

    if (strcmp(type, "digits") == 0)
        return text != NULL && *text != '\0' && strspn(text, "0123456789") == strlen(text);
    if (strcmp(type, "text") == 0)
        return text != NULL && *text != '\0';
    static const struct {
        const char *name;
        json_type type;
    } types[] = {{"string", JSON_STRING}, {"integer", JSON_INTEGER}, {"object", JSON_OBJECT},
                 {"array", JSON_ARRAY},   {"true", JSON_TRUE},       {"false", JSON_FALSE}};

    for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
        if (strcmp(types[i].name, type) == 0)
            return value != NULL && json_typeof(value) == types[i].type;
    }
    return strcmp(type, "boolean") == 0 && json_is_boolean(value);
}

static bool step_has(struct runner *s, const char *rest)
{
    char *type;
    const char *path = runner_split(s, rest, &type);

    return is_of_type(runner_find(s, path), type) ||
           runner_fail(s, "%s is not of type %s", path, type);
}

static bool step_not(struct runner *s, const char *rest)
{
    return runner_find(s, rest) == NULL || runner_fail(s, "%s is present", rest);
}

static bool step_count(struct runner *s, const char *rest)
{
    char *count;
    json_t *array = runner_find(s, runner_split(s, rest, &count));

    return (json_is_array(array) && json_array_size(array) == strtoul(count, NULL, 10)) ||
           runner_fail(s, "expected %s items", count);
}

/* Exactly these members, in this order. */
static bool step_members(struct runner *s, const char *rest)
{
    char *names;
    json_t *object = runner_find(s, runner_split(s, rest, &names));
    struct text found = TEXT_IN(&s->arena);
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        text_format(&found, "%s%s", found.length == 0 ? "" : " ", name);
    }
    return strcmp(text_string(&found), names) == 0 ||
           runner_fail(s, "members are: %s", text_string(&found));
}

static bool step_empty(struct runner *s, const char *rest)
{
    (void) rest;
    return *s->answer.body == '\0' || runner_fail(s, "the body is not empty");
}

static bool step_message(struct runner *s, const char *rest)
{
    const char *message = json_string_value(runner_find(s, ".message"));

    return (message != NULL && strcmp(message, runner_expand(s, rest)) == 0) ||
           runner_fail(s, "message is not: %s", rest);
}

static bool step_says(struct runner *s, const char *rest)
{
    const char *reason = headers_get(&s->answer.headers, "sandgate-reason");

    return (reason != NULL && strstr(reason, runner_expand(s, rest)) != NULL) ||
           runner_fail(s, "the reason does not say: %s", rest);
}

/* Refuses a text that a random id in the body may contain by chance. */
static bool search_body(struct runner *s, const char *rest, bool wanted)
{
    const char *text = runner_expand(s, rest);

    if (may_occur_by_chance(text))
        return runner_fail(
            s, "a random id may contain \"%s\": name its member, or add a quote or space", text);
    return (strstr(s->answer.body, text) != NULL) == wanted ||
           runner_fail(s, "the body %s %s", wanted ? "lacks" : "has", rest);
}

static bool step_contains(struct runner *s, const char *rest)
{
    return search_body(s, rest, true);
}

static bool step_lacks(struct runner *s, const char *rest)
{
    return search_body(s, rest, false);
}

static bool step_header(struct runner *s, const char *rest)
{
    char *value;
    const char *name = runner_split(s, runner_expand(s, rest), &value);
    const char *found = headers_get(&s->answer.headers, name);

    if (found == NULL || (value != NULL && *value != '\0' && strstr(found, value) == NULL))
        return runner_fail(s, "header %s is %s", name, found == NULL ? "absent" : found);
    return true;
}

static bool step_absent(struct runner *s, const char *name)
{
    const char *found = headers_get(&s->answer.headers, name);

    return found == NULL || runner_fail(s, "header %s is %s", name, found);
}

/* An invalid field: its parents ("-" for none), its name, its error. */
static bool step_field(struct runner *s, const char *rest)
{
    char *line = arena_text(&s->arena, rest);
    char *at = NULL;
    const char *params = strtok_r(line, " ", &at);
    const char *name = strtok_r(NULL, " ", &at);
    const char *error = strtok_r(NULL, " ", &at);
    json_t *fields = runner_find(s, ".syntaxErrors.invalidFields");
    size_t i;
    json_t *field;

    json_array_foreach(fields, i, field)
    {
        struct text parents = TEXT_IN(&s->arena);
        json_t *list = json_object_get(field, "params");

        for (size_t j = 0; j < json_array_size(list); j++)
            text_format(&parents, "%s%s", j == 0 ? "" : ".",
                        json_string_value(json_array_get(list, j)));
        if (strcmp(parents.length == 0 ? "-" : text_string(&parents), params) == 0 &&
            strcmp(json_string_value(json_object_get(field, "fieldName")), name) == 0 &&
            strcmp(json_string_value(json_object_get(field, "error")), error) == 0)
            return true;
    }
    return runner_fail(s, "no invalid field %s", rest);
}

const struct step runner_checks[] = {
    {"=>", step_status},         {"is", step_is},           {"has", step_has},
    {"not", step_not},           {"count", step_count},     {"members", step_members},
    {"empty", step_empty},       {"message", step_message}, {"says", step_says},
    {"contains", step_contains}, {"lacks", step_lacks},     {"header", step_header},
    {"field", step_field},       {"absent", step_absent},   {NULL, NULL},
};
