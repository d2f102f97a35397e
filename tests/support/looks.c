/* SPDX-License-Identifier: MIT */
/* The steps of a play that look at the last answer. */
#include "chance.h"
#include "stage.h"

#include <stdlib.h>
#include <string.h>

json_t *stage_look(const struct stage *s, const char *path)
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

static bool step_status(struct stage *s, const char *rest)
{
    char *code;
    int status = (int) strtol(stage_split(s, rest, &code), NULL, 10);

    if (s->answer.status != status)
        return stage_fail(s, "status %d wanted", status);
    if (code == NULL || *code == '\0')
        return true;
    static const char *const members[] = {".errorCode", ".code", ".error"};

    for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
        const char *value = json_string_value(stage_look(s, members[i]));

        if (value != NULL && strcmp(value, code) == 0)
            return true;
    }
    return stage_fail(s, "code %s wanted", code);
}

static bool step_is(struct stage *s, const char *rest)
{
    char *value;
    const char *path = stage_split(s, stage_expand(s, rest), &value);
    json_t *wanted = json_loads(value, JSON_DECODE_ANY, NULL);
    bool same = wanted != NULL && json_equal(wanted, stage_look(s, path));

    json_decref(wanted);
    return same || stage_fail(s, "%s is not %s", path, value);
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

static bool step_has(struct stage *s, const char *rest)
{
    char *type;
    const char *path = stage_split(s, rest, &type);

    return is_of_type(stage_look(s, path), type) || stage_fail(s, "%s is no %s", path, type);
}

static bool step_not(struct stage *s, const char *rest)
{
    return stage_look(s, rest) == NULL || stage_fail(s, "%s is there", rest);
}

static bool step_count(struct stage *s, const char *rest)
{
    char *count;
    json_t *array = stage_look(s, stage_split(s, rest, &count));

    return (json_is_array(array) && json_array_size(array) == strtoul(count, NULL, 10)) ||
           stage_fail(s, "%s items wanted", count);
}

/* The members of an object, all of them, in the order in which they are sent. */
static bool step_members(struct stage *s, const char *rest)
{
    char *names;
    json_t *object = stage_look(s, stage_split(s, rest, &names));
    struct text found = TEXT_IN(&s->arena);
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        text_format(&found, "%s%s", found.length == 0 ? "" : " ", name);
    }
    return strcmp(text_string(&found), names) == 0 ||
           stage_fail(s, "members are: %s", text_string(&found));
}

static bool step_empty(struct stage *s, const char *rest)
{
    (void) rest;
    return *s->answer.body == '\0' || stage_fail(s, "the body is not empty");
}

static bool step_message(struct stage *s, const char *rest)
{
    const char *message = json_string_value(stage_look(s, ".message"));

    return (message != NULL && strcmp(message, stage_expand(s, rest)) == 0) ||
           stage_fail(s, "message is not: %s", rest);
}

static bool step_says(struct stage *s, const char *rest)
{
    const char *reason = headers_get(&s->answer.headers, "sandgate-reason");

    return (reason != NULL && strstr(reason, stage_expand(s, rest)) != NULL) ||
           stage_fail(s, "the reason does not say: %s", rest);
}

/* Whether the body has the text must not depend on the random ids in it. */
static bool search_body(struct stage *s, const char *rest, bool wanted)
{
    const char *text = stage_expand(s, rest);

    if (chance_may_write(text))
        return stage_fail(
            s, "a random id may hold \"%s\": name its member, or add a quote or space", text);
    return (strstr(s->answer.body, text) != NULL) == wanted ||
           stage_fail(s, "the body %s %s", wanted ? "lacks" : "has", rest);
}

static bool step_contains(struct stage *s, const char *rest)
{
    return search_body(s, rest, true);
}

static bool step_lacks(struct stage *s, const char *rest)
{
    return search_body(s, rest, false);
}

static bool step_header(struct stage *s, const char *rest)
{
    char *value;
    const char *name = stage_split(s, stage_expand(s, rest), &value);
    const char *found = headers_get(&s->answer.headers, name);

    if (found == NULL || (value != NULL && *value != '\0' && strstr(found, value) == NULL))
        return stage_fail(s, "header %s is %s", name, found == NULL ? "absent" : found);
    return true;
}

/* One invalid field: its parents ("-" for none), its name, its error. */
static bool step_field(struct stage *s, const char *rest)
{
    char *line = arena_text(&s->arena, rest);
    char *at = NULL;
    const char *params = strtok_r(line, " ", &at);
    const char *name = strtok_r(NULL, " ", &at);
    const char *error = strtok_r(NULL, " ", &at);
    json_t *fields = stage_look(s, ".syntaxErrors.invalidFields");
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
    return stage_fail(s, "no invalid field %s", rest);
}

const struct step stage_looks[] = {
    {"=>", step_status},   {"is", step_is},
    {"has", step_has},     {"not", step_not},
    {"count", step_count}, {"members", step_members},
    {"empty", step_empty}, {"message", step_message},
    {"says", step_says},   {"contains", step_contains},
    {"lacks", step_lacks}, {"header", step_header},
    {"field", step_field}, {NULL, NULL},
};
