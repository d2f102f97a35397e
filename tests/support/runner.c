/* SPDX-License-Identifier: MIT */
/* Running plays. The steps are in tables: a word and its function. */
#include "runner.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool runner_fail(struct runner *s, const char *format, ...)
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

const char *runner_get(const struct runner *s, const char *name)
{
    for (size_t i = s->variables.count; i > 0; i--) {
        const struct variable *v = list_at(&s->variables, i - 1);

        if (strcmp(v->name, name) == 0)
            return v->value;
    }
    return NULL;
}

void runner_set(struct runner *s, const char *name, const char *value)
{
    *(struct variable *) list_add(&s->variables, &s->arena) =
        (struct variable){arena_text(&s->arena, name), arena_text(&s->arena, value)};
}

const char *runner_expand(struct runner *s, const char *text)
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
            text_add(&out, runner_get(s, name) == NULL ? "" : runner_get(s, name));
        text = end + 1;
    }
    return text_string(&out);
}

/* ---- requests ---- */

/* The headers that clients of each API always send, from variables; a variable "none" omits its header. */
static const struct {
    const char *prefix;
    const char *header;
    const char *variable;
    const char *scheme;
} usual_headers[] = {
    {"/multi", "api-key", "apiKey", ""},
    {"/multi", "Authorization", "token", "Bearer "},
    {"/simulate", "programme-key", "apiKey", ""},
    {"/app/secure", "programme-key", "uiKey", ""},
    {"/app/secure", "Authorization", "token", "Bearer "},
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

static bool is_extra(const struct runner *s, const char *name)
{
    return headers_get(&s->extra, name) != NULL;
}

void runner_usual_headers(const struct runner *s, const char *path, struct headers *headers)
{
    char value[2048];

    for (size_t i = 0; i < ARRAY_SIZE(usual_headers); i++) {
        const char *set_to = runner_get(s, usual_headers[i].variable);

        if (strncmp(path, usual_headers[i].prefix, strlen(usual_headers[i].prefix)) != 0 ||
            set_to == NULL || strcmp(set_to, "none") == 0 || is_extra(s, usual_headers[i].header))
            continue;
        snprintf(value, sizeof value, "%s%s", usual_headers[i].scheme, set_to);
        headers_set(headers, usual_headers[i].header, value);
    }
}

void runner_send(struct runner *s, const char *method, const char *path, const char *body)
{
    struct headers headers = s->extra;

    runner_usual_headers(s, path, &headers);
    s->extra.count = 0;
    answer_free(&s->answer);
    world_call(s->world, method, path, &headers, body, strlen(body), &s->answer);
}

static bool do_request(struct runner *s, const char *method, const char *rest)
{
    char *line = arena_text(&s->arena, runner_expand(s, rest));
    char *body = NULL;
    char *path = strtok_r(line, " ", &body);

    runner_send(s, method, path, body == NULL ? "" : body);
    return true;
}

char *runner_split(struct runner *s, const char *rest, char **ret_second)
{
    char *line = arena_text(&s->arena, rest);

    *ret_second = NULL;
    char *first = strtok_r(line, " ", ret_second);

    return first == NULL ? line : first;
}

/* ---- variables, realms, clocks and settings ---- */

static bool step_let(struct runner *s, const char *rest)
{
    char *value;
    const char *name = runner_split(s, rest, &value);

    if (value != NULL && strncmp(value, "= ", 2) == 0) {
        runner_set(s, name, runner_expand(s, value + 2));
        return true;
    }
    json_t *found = value == NULL ? NULL : runner_find(s, value);

    if (!json_is_string(found))
        return runner_fail(s, "%s is not a string", value);
    runner_set(s, name, json_string_value(found));
    return true;
}

static bool step_send(struct runner *s, const char *rest)
{
    char *line = arena_text(&s->arena, runner_expand(s, rest));
    char *colon = strchr(line, ':');

    *colon = '\0';
    headers_set(&s->extra, line, colon + 1 + strspn(colon + 1, " "));
    return true;
}

static bool control(struct runner *s, const char *method, const char *path, const char *body,
                    int status)
{
    runner_send(s, method,
                arena_printf(&s->arena, "/_sandgate/realms/%s%s", runner_get(s, "realm"), path),
                body);
    return s->answer.status == status || runner_fail(s, "%s %s: expected %d", method, path, status);
}

static bool step_clock(struct runner *s, const char *rest)
{
    return control(s, "POST", "/clock", arena_printf(&s->arena, "{\"advance\":\"%s\"}", rest), 200);
}

static bool step_settings(struct runner *s, const char *rest)
{
    return control(s, "PATCH", "/settings", rest, 200);
}

static bool new_realm(struct runner *s, const char *prefix, const char *body)
{
    static const struct {
        const char *name;
        const char *path;
    } keys[] = {{"realm", ".id"},
                {"realmName", ".name"},
                {"apiKey", ".weavr.apiKey"},
                {"uiKey", ".weavr.uiKey"},
                {"consumers", ".weavr.profiles.consumers"},
                {"corporates", ".weavr.profiles.corporates"},
                {"profile.accounts", ".weavr.profiles.managedAccounts"},
                {"profile.transfers", ".weavr.profiles.transfers"},
                {"profile.sends", ".weavr.profiles.sends"},
                {"tenantId", ".cyrexa.tenantId"},
                {"clientId", ".cyrexa.clientId"},
                {"clientSecret", ".cyrexa.clientSecret"}};

    runner_send(s, "POST", "/_sandgate/realms", body);
    if (s->answer.status != 201)
        return runner_fail(s, "the realm was not created");
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        runner_set(s, arena_printf(&s->arena, "%s%s", prefix, keys[i].name),
                   json_string_value(runner_find(s, keys[i].path)));
    return true;
}

/* A second realm: its keys are ${NAME.apiKey} and so on. */
static bool step_realm(struct runner *s, const char *rest)
{
    return new_realm(s, arena_printf(&s->arena, "%s.", rest), "{}");
}

static bool step_do(struct runner *s, const char *rest)
{
    for (size_t i = 0; i < s->plays->blocks.count; i++) {
        const struct play_case *block = list_at(&s->plays->blocks, i);

        if (strcmp(block->title, rest) == 0)
            return runner_run(s, block, 0, block->count);
    }
    return runner_fail(s, "no block %s", rest);
}

static bool step_get(struct runner *s, const char *rest)
{
    return do_request(s, "GET", rest);
}

static bool step_post(struct runner *s, const char *rest)
{
    return do_request(s, "POST", rest);
}

static bool step_put(struct runner *s, const char *rest)
{
    return do_request(s, "PUT", rest);
}

static bool step_patch(struct runner *s, const char *rest)
{
    return do_request(s, "PATCH", rest);
}

static bool step_delete(struct runner *s, const char *rest)
{
    return do_request(s, "DELETE", rest);
}

static bool step_options(struct runner *s, const char *rest)
{
    return do_request(s, "OPTIONS", rest);
}

/* ---- faults of the database ---- */

/* All that the control API shows of the realm. */
static const char *dump_realm(struct runner *s)
{
    static const char *const parts[] = {"sessions", "challenges", "outbox?limit=10000", "resources",
                                        "users",    "clock",      "snapshots"};
    struct text all = TEXT_IN(&s->arena);

    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        runner_send(
            s, "GET",
            arena_printf(&s->arena, "/_sandgate/realms/%s/%s", runner_get(s, "realm"), parts[i]),
            "");
        text_add(&all, s->answer.body);
    }
    return text_string(&all);
}

/* Sends the request with its n-th statement failing; false if it had fewer statements. */
static bool request_failing_at(struct runner *s, const struct headers *extra, unsigned n,
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
 * Sends a request again and again, with the first, second … statement failing, until none fails. Each failure
 * must give 500 and leave the realm unchanged. Over HTTP it is an ordinary request.
 */
static bool step_failing(struct runner *s, const char *rest)
{
    char *request;
    const char *method = runner_split(s, rest, &request);

    if (s->world->url != NULL)
        return do_request(s, method, request);
    const struct headers extra = s->extra;

    s->extra.count = 0;
    const char *before = dump_realm(s);

    for (unsigned n = 1; request_failing_at(s, &extra, n, method, request); n++) {
        if (s->answer.status != 500)
            return runner_fail(s, "expected 500 when statement %u fails", n);
        const char *after = dump_realm(s);

        if (strcmp(before, after) != 0)
            return runner_fail(s, "the failure of statement %u changed the realm:\n%.900s\n%.900s",
                               n, before, after);
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

bool runner_step(struct runner *s, const char *line)
{
    size_t length = strcspn(line, " ");
    const struct step *step = step_of(steps, line);

    if (step == NULL)
        step = step_of(runner_checks, line);
    if (step == NULL)
        return runner_fail(s, "unknown step: %s", line);
    return step->run(s, line + length + strspn(line + length, " "));
}

bool runner_run(struct runner *s, const struct play_case *c, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        s->where = arena_printf(&s->arena, "%s:%d", c->file, c->lines[i].number);
        if (!runner_step(s, c->lines[i].text))
            return false;
    }
    return true;
}

bool runner_open(struct runner *s, struct world *w, const struct plays *p, char *error,
                 size_t error_size)
{
    *s = (struct runner){.world = w,
                         .plays = p,
                         .variables = LIST_OF(struct variable),
                         .where = "the realm",
                         .error = error,
                         .error_size = error_size};
    runner_set(s, "mediaType", "application/json");
    return new_realm(s, "", "{}") && control(s, "POST", "/clock", "{\"frozen\":true}", 200) &&
           control(s, "POST", "/clock", "{\"set\":\"2026-01-01T00:00:00Z\"}", 200);
}

/* Deletes the realms of the case; some may have been deleted by its steps. */
static void delete_realms(struct runner *s)
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

void runner_close(struct runner *s)
{
    delete_realms(s);
    answer_free(&s->answer);
    arena_free(&s->arena);
}
