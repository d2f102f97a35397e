/* SPDX-License-Identifier: MIT */
/* The player. Steps are a table: a word and what it does with the rest of its line. */
#include "stage.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool stage_fail(struct stage *s, const char *format, ...)
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

/* ---- variables ---- */

const char *stage_get(const struct stage *s, const char *name)
{
    for (size_t i = s->variables.count; i > 0; i--) {
        const struct variable *v = list_at(&s->variables, i - 1);

        if (strcmp(v->name, name) == 0)
            return v->value;
    }
    return NULL;
}

void stage_set(struct stage *s, const char *name, const char *value)
{
    *(struct variable *) list_add(&s->variables, &s->arena) =
        (struct variable){arena_text(&s->arena, name), arena_text(&s->arena, value)};
}

const char *stage_expand(struct stage *s, const char *text)
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
            text_add(&out, stage_get(s, name) == NULL ? "" : stage_get(s, name));
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

void stage_usual_headers(const struct stage *s, const char *path, struct headers *headers)
{
    char value[2048];

    for (size_t i = 0; i < ARRAY_SIZE(usual_headers); i++) {
        const char *set_to = stage_get(s, usual_headers[i].variable);

        if (strncmp(path, usual_headers[i].prefix, strlen(usual_headers[i].prefix)) != 0 ||
            set_to == NULL || strcmp(set_to, "none") == 0 || is_extra(s, usual_headers[i].header))
            continue;
        snprintf(value, sizeof value, "%s%s", usual_headers[i].scheme, set_to);
        headers_set(headers, usual_headers[i].header, value);
    }
}

void stage_send(struct stage *s, const char *method, const char *path, const char *body)
{
    struct headers headers = s->extra;

    stage_usual_headers(s, path, &headers);
    s->extra.count = 0;
    answer_free(&s->answer);
    world_call(s->world, method, path, &headers, body, strlen(body), &s->answer);
}

static bool do_request(struct stage *s, const char *method, const char *rest)
{
    char *line = arena_text(&s->arena, stage_expand(s, rest));
    char *body = NULL;
    char *path = strtok_r(line, " ", &body);

    stage_send(s, method, path, body == NULL ? "" : body);
    return true;
}

char *stage_split(struct stage *s, const char *rest, char **ret_second)
{
    char *line = arena_text(&s->arena, rest);

    *ret_second = NULL;
    char *first = strtok_r(line, " ", ret_second);

    return first == NULL ? line : first;
}

/* ---- the world ---- */

static bool step_let(struct stage *s, const char *rest)
{
    char *value;
    const char *name = stage_split(s, rest, &value);

    if (value != NULL && strncmp(value, "= ", 2) == 0) {
        stage_set(s, name, stage_expand(s, value + 2));
        return true;
    }
    json_t *found = value == NULL ? NULL : stage_look(s, value);

    if (!json_is_string(found))
        return stage_fail(s, "%s is no string", value);
    stage_set(s, name, json_string_value(found));
    return true;
}

static bool step_send(struct stage *s, const char *rest)
{
    char *line = arena_text(&s->arena, stage_expand(s, rest));
    char *colon = strchr(line, ':');

    *colon = '\0';
    headers_set(&s->extra, line, colon + 1 + strspn(colon + 1, " "));
    return true;
}

static bool control(struct stage *s, const char *method, const char *path, const char *body,
                    int status)
{
    stage_send(s, method,
               arena_printf(&s->arena, "/_sandgate/realms/%s%s", stage_get(s, "realm"), path),
               body);
    return s->answer.status == status || stage_fail(s, "%s %s: %d wanted", method, path, status);
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

    stage_send(s, "POST", "/_sandgate/realms", body);
    if (s->answer.status != 201)
        return stage_fail(s, "no realm was made");
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        stage_set(s, arena_printf(&s->arena, "%s%s", prefix, keys[i].name),
                  json_string_value(stage_look(s, keys[i].path)));
    return true;
}

/* A second realm: its keys are ${NAME.apiKey} and so on. */
static bool step_realm(struct stage *s, const char *rest)
{
    return new_realm(s, arena_printf(&s->arena, "%s.", rest), "{}");
}

static bool step_do(struct stage *s, const char *rest)
{
    for (size_t i = 0; i < s->plays->blocks.count; i++) {
        const struct play_case *block = list_at(&s->plays->blocks, i);

        if (strcmp(block->title, rest) == 0)
            return stage_run(s, block, 0, block->count);
    }
    return stage_fail(s, "no block %s", rest);
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
        stage_send(
            s, "GET",
            arena_printf(&s->arena, "/_sandgate/realms/%s/%s", stage_get(s, "realm"), parts[i]),
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
    const char *method = stage_split(s, rest, &request);

    if (s->world->url != NULL)
        return do_request(s, method, request);
    const struct headers extra = s->extra;

    s->extra.count = 0;
    const char *before = look_at_realm(s);

    for (unsigned n = 1; request_failing_at(s, &extra, n, method, request); n++) {
        if (s->answer.status != 500)
            return stage_fail(s, "500 wanted when statement %u fails", n);
        const char *after = look_at_realm(s);

        if (strcmp(before, after) != 0)
            return stage_fail(s, "statement %u left a trace:\n%.900s\n%.900s", n, before, after);
    }
    return true;
}

static const struct step steps[] = {
    {"GET", step_get},        {"POST", step_post},
    {"PUT", step_put},        {"PATCH", step_patch},
    {"DELETE", step_delete},  {"OPTIONS", step_options},
    {"let", step_let},        {"send", step_send},
    {"clock", step_clock},    {"settings", step_settings},
    {"realm", step_realm},    {"do", step_do},
    {"faults", step_failing}, {NULL, NULL},
};

/* The step that a line begins with, or NULL. */
static const struct step *step_of(const struct step *row, const char *line)
{
    size_t length = strcspn(line, " ");

    for (; row->word != NULL; row++) {
        if (strlen(row->word) == length && strncmp(row->word, line, length) == 0)
            return row;
    }
    return NULL;
}

bool stage_step(struct stage *s, const char *line)
{
    size_t length = strcspn(line, " ");
    const struct step *step = step_of(steps, line);

    if (step == NULL)
        step = step_of(stage_looks, line);
    if (step == NULL)
        return stage_fail(s, "unknown step: %s", line);
    return step->run(s, line + length + strspn(line + length, " "));
}

bool stage_run(struct stage *s, const struct play_case *c, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        s->where = arena_printf(&s->arena, "%s:%d", c->file, c->lines[i].number);
        if (!stage_step(s, c->lines[i].text))
            return false;
    }
    return true;
}

bool stage_open(struct stage *s, struct world *w, const struct plays *p, char *error,
                size_t error_size)
{
    *s = (struct stage){.world = w,
                        .plays = p,
                        .variables = LIST_OF(struct variable),
                        .where = "the realm",
                        .error = error,
                        .error_size = error_size};
    stage_set(s, "mediaType", "application/json");
    return new_realm(s, "", "{}") && control(s, "POST", "/clock", "{\"frozen\":true}", 200) &&
           control(s, "POST", "/clock", "{\"set\":\"2026-01-01T00:00:00Z\"}", 200);
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

void stage_close(struct stage *s)
{
    delete_realms(s);
    answer_free(&s->answer);
    arena_free(&s->arena);
}
