/* SPDX-License-Identifier: MIT */
/* The player. Steps are a table: a word and what it does with the rest of its line. */
#include "play.h"

#include "chance.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct variable {
    const char *name;
    const char *value;
};

struct stage {
    struct world *world;
    const struct plays *plays;
    struct arena arena;
    struct list variables; /* struct variable */
    struct headers extra;  /* of the next request */
    struct answer answer;
    const char *where; /* file:line */
    char *error;
    size_t error_size;
};

static bool fail(struct stage *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(struct stage *s, const char *format, ...)
{
    va_list args;
    int length = snprintf(s->error, s->error_size, "%s: ", s->where);

    va_start(args, format);
    vsnprintf(s->error + length, s->error_size - (size_t) length, format, args);
    va_end(args);
    size_t used = strlen(s->error);

    snprintf(s->error + used, s->error_size - used, "\n  answer: %d %.700s\n  reason: %s",
             s->answer.status, s->answer.body == NULL ? "" : s->answer.body,
             s->answer.body == NULL ? "" : headers_get(&s->answer.headers, "sandgate-reason"));
    return false;
}

/* ---- reading ---- */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;

    if (file == NULL || getdelim(&text, &size, '\0', file) < 0) {
        fprintf(stderr, "can't read %s\n", path);
        exit(2);
    }
    fclose(file);
    return text;
}

/* Blocks are shared by all files: two of one name would be a riddle. */
static void refuse_twins(const struct plays *p, const char *name)
{
    for (size_t i = 0; i < p->blocks.count; i++) {
        const struct play_case *block = list_at(&p->blocks, i);

        if (block->title != NULL && strcmp(block->title, name) == 0) {
            fprintf(stderr, "block %s is defined twice\n", name);
            exit(2);
        }
    }
}

static struct play_case *begin_case(struct plays *p, char *line, const char *path)
{
    bool is_block = strncmp(line, "define ", 7) == 0;

    if (is_block)
        refuse_twins(p, line + 7);
    struct play_case *c = list_add(is_block ? &p->blocks : &p->cases, &p->arena);
    char *rest = NULL;

    c->file = arena_text(&p->arena, strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1);
    strtok_r(line, " ", &rest);
    c->source = is_block ? "" : arena_text(&p->arena, strtok_r(NULL, " ", &rest));
    c->number = is_block ? "" : arena_text(&p->arena, strtok_r(NULL, " ", &rest));
    c->title = arena_text(&p->arena, rest);
    return c;
}

static bool is_heading(const char *line)
{
    return strncmp(line, "case ", 5) == 0 || strncmp(line, "define ", 7) == 0;
}

void plays_read(struct plays *p, const char *path)
{
    char *text = read_file(path);
    char *rest = text;
    struct play_case *current = NULL;
    struct list lines = LIST_OF(struct play_line);
    int number = 0;

    if (p->cases.item_size == 0) {
        p->cases = LIST_OF(struct play_case);
        p->blocks = LIST_OF(struct play_case);
    }
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        number++;
        line += strspn(line, " \t");
        if (*line == '\0' || *line == '#')
            continue;
        if (is_heading(line)) {
            current = begin_case(p, line, path);
            lines = LIST_OF(struct play_line);
            continue;
        }
        if (current == NULL) {
            fprintf(stderr, "%s:%d: a step before the first case\n", path, number);
            exit(2);
        }
        *(struct play_line *) list_add(&lines, &p->arena) =
            (struct play_line){number, arena_text(&p->arena, line)};
        current->lines = lines.items;
        current->count = lines.count;
    }
    free(text);
}

void plays_free(struct plays *p)
{
    arena_free(&p->arena);
}

/* ---- variables ---- */

static const char *get(const struct stage *s, const char *name)
{
    for (size_t i = s->variables.count; i > 0; i--) {
        const struct variable *v = list_at(&s->variables, i - 1);

        if (strcmp(v->name, name) == 0)
            return v->value;
    }
    return NULL;
}

static void set(struct stage *s, const char *name, const char *value)
{
    *(struct variable *) list_add(&s->variables, &s->arena) =
        (struct variable){arena_text(&s->arena, name), arena_text(&s->arena, value)};
}

/* "${name}" becomes its value, "${x*100}" a hundred x. */
static const char *expand(struct stage *s, const char *text)
{
    struct text out = TEXT_IN(&s->arena);

    while (*text != '\0') {
        const char *end = strncmp(text, "${", 2) == 0 ? strchr(text, '}') : NULL;

        if (end == NULL) {
            text_char(&out, *text++);
            continue;
        }
        char *name = arena_textn(&s->arena, text + 2, (size_t) (end - text) - 2);
        char *star = strchr(name, '*');

        for (long i = star == NULL ? 0 : strtol(star + 1, NULL, 10); i > 0; i--)
            text_char(&out, *name);
        if (star == NULL)
            text_add(&out, get(s, name) == NULL ? "" : get(s, name));
        text = end + 1;
    }
    return text_string(&out);
}

/* ---- requests ---- */

/* What a client of each API sends anyway; "none" leaves it out. */
static const struct {
    const char *prefix;
    const char *header;
    const char *variable;
    const char *scheme;
} usual_headers[] = {
    {"/multi", "api-key", "apiKey", ""},
    {"/multi", "Authorization", "token", "Bearer "},
    {"/simulate", "programme-key", "apiKey", ""},
    {"/customer", "Authorization", "bearer", "Bearer "},
    {"/customer", "tenantId", "tenantId", ""},
    {"/customer", "Content-Type", "mediaType", ""},
    {"/token", "Content-Type", "mediaType", ""},
    {"/oauth2", "Content-Type", "mediaType", ""},
    {"/generateToken", "Content-Type", "mediaType", ""},
    {"/open-banking", "Content-Type", "mediaType", ""},
    {"/open-banking", "Authorization", "bearer", "Bearer "},
    {"/ipg", "Content-Type", "mediaType", ""},
    {"/ipg", "Authorization", "bearer", "Bearer "},
    {"/ipg", "OrganizationId", "organization", ""},
    {"/ipg", "TenantId", "payingTenant", ""},
    {"/ipg", "WalletId", "wallet", ""},
    {"/customer", "token", "sessionToken", ""},
};

static bool is_extra(const struct stage *s, const char *name)
{
    return headers_get(&s->extra, name) != NULL;
}

static void add_usual(const struct stage *s, const char *path, struct headers *headers)
{
    char value[2048];

    for (size_t i = 0; i < ARRAY_SIZE(usual_headers); i++) {
        const char *set_to = get(s, usual_headers[i].variable);

        if (strncmp(path, usual_headers[i].prefix, strlen(usual_headers[i].prefix)) != 0 ||
            set_to == NULL || strcmp(set_to, "none") == 0 || is_extra(s, usual_headers[i].header))
            continue;
        snprintf(value, sizeof value, "%s%s", usual_headers[i].scheme, set_to);
        headers_set(headers, usual_headers[i].header, value);
    }
}

static void send_request(struct stage *s, const char *method, const char *path, const char *body)
{
    struct headers headers = s->extra;

    add_usual(s, path, &headers);
    s->extra.count = 0;
    answer_free(&s->answer);
    world_call(s->world, method, path, &headers, body, strlen(body), &s->answer);
}

static bool do_request(struct stage *s, const char *method, const char *rest)
{
    char *line = arena_text(&s->arena, expand(s, rest));
    char *body = NULL;
    char *path = strtok_r(line, " ", &body);

    send_request(s, method, path, body == NULL ? "" : body);
    return true;
}

/* ---- looking at the answer ---- */

/* ".a.b[0].c" of the answer's JSON; "." is all of it. */
static json_t *look(const struct stage *s, const char *path)
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

static char *split(struct stage *s, const char *rest, char **ret_second)
{
    char *line = arena_text(&s->arena, rest);

    *ret_second = NULL;
    char *first = strtok_r(line, " ", ret_second);

    return first == NULL ? line : first;
}

static bool step_status(struct stage *s, const char *rest)
{
    char *code;
    int status = (int) strtol(split(s, rest, &code), NULL, 10);

    if (s->answer.status != status)
        return fail(s, "status %d wanted", status);
    if (code == NULL || *code == '\0')
        return true;
    static const char *const members[] = {".errorCode", ".code", ".error"};

    for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
        const char *value = json_string_value(look(s, members[i]));

        if (value != NULL && strcmp(value, code) == 0)
            return true;
    }
    return fail(s, "code %s wanted", code);
}

static bool step_is(struct stage *s, const char *rest)
{
    char *value;
    const char *path = split(s, expand(s, rest), &value);
    json_t *wanted = json_loads(value, JSON_DECODE_ANY, NULL);
    bool same = wanted != NULL && json_equal(wanted, look(s, path));

    json_decref(wanted);
    return same || fail(s, "%s is not %s", path, value);
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
    const char *path = split(s, rest, &type);

    return is_of_type(look(s, path), type) || fail(s, "%s is no %s", path, type);
}

static bool step_not(struct stage *s, const char *rest)
{
    return look(s, rest) == NULL || fail(s, "%s is there", rest);
}

static bool step_count(struct stage *s, const char *rest)
{
    char *count;
    json_t *array = look(s, split(s, rest, &count));

    return (json_is_array(array) && json_array_size(array) == strtoul(count, NULL, 10)) ||
           fail(s, "%s items wanted", count);
}

/* The members of an object, all of them, in the order in which they are sent. */
static bool step_members(struct stage *s, const char *rest)
{
    char *names;
    json_t *object = look(s, split(s, rest, &names));
    struct text found = TEXT_IN(&s->arena);
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        text_format(&found, "%s%s", found.length == 0 ? "" : " ", name);
    }
    return strcmp(text_string(&found), names) == 0 ||
           fail(s, "members are: %s", text_string(&found));
}

static bool step_empty(struct stage *s, const char *rest)
{
    (void) rest;
    return *s->answer.body == '\0' || fail(s, "the body is not empty");
}

static bool step_message(struct stage *s, const char *rest)
{
    const char *message = json_string_value(look(s, ".message"));

    return (message != NULL && strcmp(message, expand(s, rest)) == 0) ||
           fail(s, "message is not: %s", rest);
}

static bool step_says(struct stage *s, const char *rest)
{
    const char *reason = headers_get(&s->answer.headers, "sandgate-reason");

    return (reason != NULL && strstr(reason, expand(s, rest)) != NULL) ||
           fail(s, "the reason does not say: %s", rest);
}

/* Whether the body has the text must not depend on the random ids in it. */
static bool search_body(struct stage *s, const char *rest, bool wanted)
{
    const char *text = expand(s, rest);

    if (chance_may_write(text))
        return fail(s, "a random id may hold \"%s\": name its member, or add a quote or space",
                    text);
    return (strstr(s->answer.body, text) != NULL) == wanted ||
           fail(s, "the body %s %s", wanted ? "lacks" : "has", rest);
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
    const char *name = split(s, expand(s, rest), &value);
    const char *found = headers_get(&s->answer.headers, name);

    if (found == NULL || (value != NULL && *value != '\0' && strstr(found, value) == NULL))
        return fail(s, "header %s is %s", name, found == NULL ? "absent" : found);
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
    json_t *fields = look(s, ".syntaxErrors.invalidFields");
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
    return fail(s, "no invalid field %s", rest);
}

/* ---- the world ---- */

static bool step_let(struct stage *s, const char *rest)
{
    char *value;
    const char *name = split(s, rest, &value);

    if (value != NULL && strncmp(value, "= ", 2) == 0) {
        set(s, name, expand(s, value + 2));
        return true;
    }
    json_t *found = value == NULL ? NULL : look(s, value);

    if (!json_is_string(found))
        return fail(s, "%s is no string", value);
    set(s, name, json_string_value(found));
    return true;
}

static bool step_send(struct stage *s, const char *rest)
{
    char *line = arena_text(&s->arena, expand(s, rest));
    char *colon = strchr(line, ':');

    *colon = '\0';
    headers_set(&s->extra, line, colon + 1 + strspn(colon + 1, " "));
    return true;
}

static bool control(struct stage *s, const char *method, const char *path, const char *body,
                    int status)
{
    send_request(s, method,
                 arena_printf(&s->arena, "/_sandgate/realms/%s%s", get(s, "realm"), path), body);
    return s->answer.status == status || fail(s, "%s %s: %d wanted", method, path, status);
}

static bool step_clock(struct stage *s, const char *rest)
{
    return control(s, "POST", "/clock", arena_printf(&s->arena, "{\"advance\":\"%s\"}", rest), 200);
}

static bool step_settings(struct stage *s, const char *rest)
{
    return control(s, "PATCH", "/settings", rest, 200);
}

static bool new_realm(struct stage *s, const char *prefix, const char *body)
{
    static const struct {
        const char *name;
        const char *path;
    } keys[] = {{"realm", ".id"},
                {"realmName", ".name"},
                {"apiKey", ".weavr.apiKey"},
                {"consumers", ".weavr.profiles.consumers"},
                {"corporates", ".weavr.profiles.corporates"},
                {"tenantId", ".cyrexa.tenantId"},
                {"clientId", ".cyrexa.clientId"},
                {"clientSecret", ".cyrexa.clientSecret"}};

    send_request(s, "POST", "/_sandgate/realms", body);
    if (s->answer.status != 201)
        return fail(s, "no realm was made");
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        set(s, arena_printf(&s->arena, "%s%s", prefix, keys[i].name),
            json_string_value(look(s, keys[i].path)));
    return true;
}

/* A second realm: its keys are ${NAME.apiKey} and so on. */
static bool step_realm(struct stage *s, const char *rest)
{
    return new_realm(s, arena_printf(&s->arena, "%s.", rest), "{}");
}

static bool run_lines(struct stage *s, const struct play_case *c);

static bool step_do(struct stage *s, const char *rest)
{
    for (size_t i = 0; i < s->plays->blocks.count; i++) {
        const struct play_case *block = list_at(&s->plays->blocks, i);

        if (strcmp(block->title, rest) == 0)
            return run_lines(s, block);
    }
    return fail(s, "no block %s", rest);
}

static bool step_get(struct stage *s, const char *rest)
{
    return do_request(s, "GET", rest);
}

static bool step_post(struct stage *s, const char *rest)
{
    return do_request(s, "POST", rest);
}

static bool step_put(struct stage *s, const char *rest)
{
    return do_request(s, "PUT", rest);
}

static bool step_patch(struct stage *s, const char *rest)
{
    return do_request(s, "PATCH", rest);
}

static bool step_delete(struct stage *s, const char *rest)
{
    return do_request(s, "DELETE", rest);
}

static bool step_options(struct stage *s, const char *rest)
{
    return do_request(s, "OPTIONS", rest);
}

/* ---- faults of the database ---- */

/* All of the realm that the control API shows. */
static const char *look_at_realm(struct stage *s)
{
    static const char *const parts[] = {"sessions", "challenges", "outbox?limit=10000", "resources",
                                        "users",    "clock",      "snapshots"};
    struct text all = TEXT_IN(&s->arena);

    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        send_request(s, "GET",
                     arena_printf(&s->arena, "/_sandgate/realms/%s/%s", get(s, "realm"), parts[i]),
                     "");
        text_add(&all, s->answer.body);
    }
    return text_string(&all);
}

/* The request, of which the n-th statement fails; whether there was an n-th one. */
static bool request_failing_at(struct stage *s, const struct headers *extra, unsigned n,
                               const char *method, const char *rest)
{
    s->extra = *extra;
    store_fail_at(s->world->gateway.store, n);
    do_request(s, method, rest);
    bool failed = store_statements_run(s->world->gateway.store) >= n;

    store_fail_at(s->world->gateway.store, 0);
    return failed;
}

/*
 * A request whose statements fail one after the other: always 500, and the realm is as it was;
 * the last time none fails. Over HTTP it is an ordinary request.
 */
static bool step_failing(struct stage *s, const char *rest)
{
    char *request;
    const char *method = split(s, rest, &request);

    if (s->world->url != NULL)
        return do_request(s, method, request);
    const struct headers extra = s->extra;

    s->extra.count = 0;
    const char *before = look_at_realm(s);

    for (unsigned n = 1; request_failing_at(s, &extra, n, method, request); n++) {
        if (s->answer.status != 500)
            return fail(s, "500 wanted when statement %u fails", n);
        const char *after = look_at_realm(s);

        if (strcmp(before, after) != 0)
            return fail(s, "statement %u left a trace:\n%.900s\n%.900s", n, before, after);
    }
    return true;
}

static const struct {
    const char *word;
    bool (*run)(struct stage *s, const char *rest);
} steps[] = {
    {"GET", step_get},
    {"POST", step_post},
    {"PUT", step_put},
    {"PATCH", step_patch},
    {"DELETE", step_delete},
    {"OPTIONS", step_options},
    {"=>", step_status},
    {"is", step_is},
    {"has", step_has},
    {"not", step_not},
    {"count", step_count},
    {"members", step_members},
    {"empty", step_empty},
    {"message", step_message},
    {"says", step_says},
    {"contains", step_contains},
    {"lacks", step_lacks},
    {"header", step_header},
    {"field", step_field},
    {"let", step_let},
    {"send", step_send},
    {"clock", step_clock},
    {"settings", step_settings},
    {"realm", step_realm},
    {"do", step_do},
    {"faults", step_failing},
};

static bool run_line(struct stage *s, const char *line)
{
    size_t length = strcspn(line, " ");
    const char *rest = line + length + strspn(line + length, " ");

    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        if (strlen(steps[i].word) == length && strncmp(steps[i].word, line, length) == 0)
            return steps[i].run(s, rest);
    }
    return fail(s, "unknown step: %s", line);
}

static bool run_lines(struct stage *s, const struct play_case *c)
{
    for (size_t i = 0; i < c->count; i++) {
        s->where = arena_printf(&s->arena, "%s:%d", c->file, c->lines[i].number);
        if (!run_line(s, c->lines[i].text))
            return false;
    }
    return true;
}

/* ---- what a case leaves behind ---- */

static bool is_secret(const struct variable *v)
{
    static const char *const words[] = {"oken", "assword", "ecret", "apiKey", "uiKey"};

    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (strstr(v->name, words[i]) != NULL)
            return !chance_may_write(v->value);
    }
    return false;
}

/* Whatever a case sent and got, its journal shows no password, code, token or key of it. */
static bool journal_is_clean(struct stage *s)
{
    static const char *const codes[] = {"\"123456\"", "pa$$word", "Pass1234!", "eyJhbGciOi"};

    s->where = "the journal";
    send_request(
        s, "GET",
        arena_printf(&s->arena, "/_sandgate/realms/%s/requests?limit=10000", get(s, "realm")), "");
    for (size_t i = 0; i < s->variables.count; i++) {
        const struct variable *v = list_at(&s->variables, i);

        if (is_secret(v) && strstr(s->answer.body, v->value) != NULL)
            return fail(s, "it shows ${%s}", v->name);
    }
    for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
        if (strstr(s->answer.body, codes[i]) != NULL)
            return fail(s, "it shows %s", codes[i]);
    }
    return true;
}

/* Realms go with their case; one that was deleted in it is gone already. */
static void delete_realms(struct stage *s)
{
    for (size_t i = 0; i < s->variables.count; i++) {
        const struct variable *v = list_at(&s->variables, i);
        size_t length = strlen(v->name);
        struct headers none = {.count = 0};
        struct answer ignored;

        if (length < 5 || strcmp(v->name + length - 5, "realm") != 0)
            continue;
        world_call(s->world, "DELETE", arena_printf(&s->arena, "/_sandgate/realms/%s", v->value),
                   &none, "", 0, &ignored);
        answer_free(&ignored);
    }
}

bool play_run(struct world *w, const struct plays *p, const struct play_case *c, char *error,
              size_t error_size)
{
    struct stage s = {.world = w,
                      .plays = p,
                      .variables = LIST_OF(struct variable),
                      .where = c->file,
                      .error = error,
                      .error_size = error_size};

    set(&s, "mediaType", "application/json");
    bool good = new_realm(&s, "", "{}") &&
                control(&s, "POST", "/clock", "{\"frozen\":true}", 200) &&
                control(&s, "POST", "/clock", "{\"set\":\"2026-01-01T00:00:00Z\"}", 200) &&
                run_lines(&s, c) && journal_is_clean(&s);

    delete_realms(&s);
    answer_free(&s.answer);
    arena_free(&s.arena);
    return good;
}
