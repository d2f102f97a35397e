/* SPDX-License-Identifier: MIT */
/* Sending requests that are text. */
#include "callers.h"

#include "control/control.h"
#include "http/target.h"
#include "seeds/first_start.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What yields runs on at once, but not for ever. */
#define TURNS_MOST 2000

static const struct {
    const char *prefix; /* of the paths whose requests have it; NULL: all */
    const char *name;
    const char *value;
} defaults[] = {
    {"/multi", "api-key", "demo-api-key"},
    {"/multi", "Authorization", "Bearer ${token}"},
    {"/simulate", "programme-key", "demo-api-key"},
    {"/app/secure", "programme-key", "demo-ui-key"},
    {"/app/secure", "Authorization", "Bearer ${token}"},
    {"/customer", "Authorization", "Bearer ${client}"},
    {"/open-banking", "Authorization", "Bearer ${client}"},
    {"/ipg", "Authorization", "Bearer ${client}"},
    {NULL, "tenantId", "demo-tenant"},
    {NULL, "Content-Type", "application/json"},
};

/* ---- variables ---- */

static const char *value_of(const struct caller *c, const char *name, size_t length)
{
    const struct {
        const char *name;
        const char *value;
    } known[] = {{"token", c->token}, {"client", c->client}, {"id", c->id}};

    for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
        if (strlen(known[i].name) == length && memcmp(known[i].name, name, length) == 0)
            return known[i].value;
    }
    return NULL;
}

/* The text with the values of its variables. */
static struct text expand(const struct caller *c, struct arena *a, const char *text, size_t size)
{
    const char *end = text + size;
    struct text ret = TEXT_IN(a);

    for (const char *at; (at = memmem(text, (size_t) (end - text), "${", 2)) != NULL;) {
        const char *name = at + 2;
        const char *close = memchr(name, '}', (size_t) (end - name));
        const char *value = close == NULL ? NULL : value_of(c, name, (size_t) (close - name));
        size_t taken = value == NULL ? 2 : (size_t) (close + 1 - at);

        text_addn(&ret, text, (size_t) (at - text));
        text_addn(&ret, value == NULL ? at : value, value == NULL ? taken : strlen(value));
        text = at + taken;
    }
    text_addn(&ret, text, (size_t) (end - text));
    return ret;
}

static void note(char *ret, size_t size, const json_t *value)
{
    if (json_is_string(value) && json_string_length(value) < size)
        snprintf(ret, size, "%s", json_string_value(value));
}

static void note_answer(struct caller *c, const struct request *r)
{
    json_t *json = json_loads(text_string(&r->reply.body), JSON_DECODE_ANY, NULL);

    if (r->reply.status / 100 == 2) {
        note(c->token, sizeof c->token, json_object_get(json, "token"));
        note(c->client, sizeof c->client, json_object_get(json, "access_token"));
        note(c->id, sizeof c->id, json_object_get(json, "id"));
        note(c->id, sizeof c->id, json_object_get(json_object_get(json, "id"), "id"));
    }
    c->changed = c->changed || r->method != GET;
    json_decref(json);
}

/* ---- one request ---- */

struct call {
    const struct caller *caller;
    struct arena *arena;
    struct pair headers[HEADERS_MOST];
    size_t count;
};

static void add_header(struct call *call, const char *name, const char *value)
{
    if (call->count < HEADERS_MOST)
        call->headers[call->count++] = (struct pair){name, value, strlen(value)};
}

static struct pair *find_header(struct call *call, const char *name)
{
    for (size_t i = 0; i < call->count; i++) {
        if (strcasecmp(call->headers[i].name, name) == 0)
            return &call->headers[i];
    }
    return NULL;
}

static void add_defaults(struct call *call, const char *path)
{
    for (size_t i = 0; i < ARRAY_SIZE(defaults); i++) {
        const char *prefix = defaults[i].prefix;
        const char *value = defaults[i].value;

        if ((prefix == NULL || strncmp(path, prefix, strlen(prefix)) == 0) &&
            find_header(call, defaults[i].name) == NULL) {
            struct text text = expand(call->caller, call->arena, value, strlen(value));

            add_header(call, defaults[i].name, text_string(&text));
        }
    }
}

/* "name: value"; a name alone is kept with NULL until the defaults are there. */
static void read_header(struct call *call, char *line)
{
    char *value = strchr(line, ':');

    if (value == NULL) {
        if (call->count < HEADERS_MOST)
            call->headers[call->count++] = (struct pair){line, NULL, 0};
        return;
    }
    *value++ = '\0';
    add_header(call, line, value + strspn(value, " "));
}

static void drop_left_out(struct call *call)
{
    size_t kept = 0;

    for (size_t i = 0; i < call->count; i++) {
        if (call->headers[i].value != NULL)
            call->headers[kept++] = call->headers[i];
    }
    call->count = kept;
}

/* The next line, ended by a NUL instead of its line feed; NULL behind the empty line, or at the end. */
static char *next_line(char **at, char *end)
{
    char *line = *at;
    char *stop = memchr(line, '\n', (size_t) (end - line));

    if (stop == NULL)
        stop = end;
    *stop = '\0';
    *at = stop < end ? stop + 1 : end;
    return stop == line ? NULL : line;
}

static void run(struct request *r)
{
    pipeline_begin(r);
    r->body_too_large = r->body_length > r->body_limit;
    pipeline_run(r);
    for (int turn = 0; r->reply.status == 0; turn++) {
        if (turn == TURNS_MOST || !request_is_due(r, clock_monotonic())) {
            pipeline_abandon(r, "the client has left");
            return;
        }
        pipeline_run(r);
    }
}

static void send_one(struct caller *c, const char *text, size_t size)
{
    struct arena arena = ARENA_EMPTY;
    struct text expanded = expand(c, &arena, text, size);
    char *at = arena_textn(&arena, text_string(&expanded), expanded.length);
    char *end = at + expanded.length;
    struct call call = {.caller = c, .arena = &arena};
    char *target_text = NULL;
    char *first = next_line(&at, end);
    const char *method = first == NULL ? NULL : strtok_r(first, " ", &target_text);
    const struct target target = target_parse(&arena, target_text == NULL ? "" : target_text);

    for (char *line; first != NULL && (line = next_line(&at, end)) != NULL;)
        read_header(&call, line);
    add_defaults(&call, target.path);
    drop_left_out(&call);
    struct request r = {
        .gateway = &c->gateway,
        .arena = &arena,
        .method = world_method(method == NULL ? "" : method),
        .path = target.path,
        .authority = target.authority,
        .headers = {call.headers, call.count},
        .query = target.query,
        .body = at,
        .body_length = (size_t) (end - at),
    };

    if (target.why == NULL) {
        run(&r);
        if (c->check != NULL)
            c->check(&r);
        note_answer(c, &r);
        request_release(&r);
    }
    arena_free(&arena);
}

void caller_send(struct caller *c, const char *text, size_t size)
{
    const char *end = text + size;

    for (const char *next; text < end; text = next) {
        const char *stop = memchr(text, NEXT_REQUEST, (size_t) (end - text));

        if (stop == NULL)
            stop = end;
        next = stop + (stop < end);
        send_one(c, text, (size_t) (stop - text));
    }
}

/* ---- the gateway ---- */

void caller_open(struct caller *c, const char *database)
{
    const struct gateway_options options = {
        .database = database,
        .origins = {.any = true},
        .registry = world_registry(),
        .reproducible = true,
        .publish = feed_publish,
    };
    char error[1000];

    *c = (struct caller){.changed = false};
    random_seed(1);
    if (gateway_open(&c->gateway, &options, error, sizeof error) < 0 ||
        first_start_create_realm(&c->gateway, true, NULL, 0, error, sizeof error) < 0) {
        fprintf(stderr, "%s\n", error);
        abort();
    }
    c->gateway.quiet = true;
    c->gateway.ready = true;
    caller_send(c, CALLER_SIGN_IN, strlen(CALLER_SIGN_IN));
    if (*c->token == '\0' || *c->client == '\0')
        abort(); /* it can't sign in */
    c->changed = false;
}

bool caller_reopen(struct caller *c, const char *database, const struct caller *like, char *error,
                   size_t error_size)
{
    const struct gateway_options options = {
        .database = database, .registry = world_registry(), .reproducible = true};

    *c = *like;
    if (gateway_open(&c->gateway, &options, error, error_size) < 0)
        return false;
    c->gateway.quiet = true;
    c->gateway.ready = true;
    return true;
}

void caller_close(struct caller *c)
{
    gateway_close(&c->gateway);
}

/* ---- requests ---- */

const char requests_that_fill[] =
    "POST /multi/stepup/challenges/otp/SMS\n\x1e"
    "POST /multi/stepup/challenges/otp/SMS/verify\n\n{\"verificationCode\":\"123456\"}\x1e"
    "POST /multi/authentication_factors/push/AUTHY\n\x1e"
    "GET /multi/authentication_factors\n\x1e"
    "GET /multi/identities\n\x1e"
    "GET /multi/consumers\n\x1e"
    "POST /multi/passwords/lost_password/start\n\n{\"email\":\"user@example.com\"}\x1e"
    "POST /multi/consumers\n\n"
    "{\"profileId\":\"1001\",\"rootUser\":{\"name\":\"Ada\",\"surname\":\"Byron\",\"email\":"
    "\"ada@example.test\",\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900100\"},"
    "\"dateOfBirth\":{\"year\":1990,\"month\":1,\"day\":2},\"address\":{\"country\":\"MT\"}},"
    "\"ipAddress\":\"127.0.0.1\"}\x1e"
    "POST /_sandgate/realms/default/resources\n\n"
    "{\"type\":\"sends\",\"ownerIdentity\":\"${id}\"}\x1e"
    "POST /customer/1.0.0/getCredentials\n\n"
    "{\"credential\":{\"credentialType\":\"email\",\"value\":\"user@example.com\"}}\x1e"
    "POST /customer/1.0.0/create\n\n{\"customerType\":\"Person\"}\x1e"
    "POST /_sandgate/realms\n\n{\"name\":\"other\",\"seed\":\"demo\"}\x1e"
    "POST /_sandgate/realms/default/snapshots\n\n{\"name\":\"a\"}";

const char requests_that_use[] =
    "POST /token\n\n{\"clientId\":\"demo-client\",\"clientSecret\":\"demo-secret\"}\x1e"
    "POST /multi/login_with_password\n\n"
    "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}\x1e"
    "GET /_sandgate/realms\n\x1e"
    "GET /_sandgate/realms/default/users\n\x1e"
    "GET /_sandgate/realms/default/outbox\n\x1e"
    "GET /_sandgate/realms/default/sessions\n\x1e"
    "GET /_sandgate/realms/default/challenges\n\x1e"
    "GET /_sandgate/realms/default/export\n\x1e"
    "POST /_sandgate/realms/default/snapshots/a/restore\n\x1e"
    "POST /_sandgate/realms/default/clock\n\n{\"advance\":\"PT1H\"}\x1e"
    "POST /_sandgate/realms/default/reset\n\x1e"
    "DELETE /_sandgate/realms/other\n";
