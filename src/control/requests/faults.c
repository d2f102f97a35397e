/* SPDX-License-Identifier: MIT */
/* Control API: rules that make requests fail (control.md 5). */
#include "engine/faults.h"
#include "engine/reply.h"
#include "engine/request.h"
#include "engine/router.h"
#include "parameters.h"
#include "weavr/shared_types.h"

#include <stdlib.h>
#include <string.h>

static const struct group faults_group = {.tag = "faults", .title = "Faults"};

#define BODY_MOST 65536
#define HEADER_MOST 200
#define COUNT_MOST 1000000000

enum break_choice { CHOSE_CLOSE, CHOSE_RESET, CHOSE_TRUNCATE };

static const char *const connections[] = {
    [CHOSE_CLOSE] = "close", [CHOSE_RESET] = "reset", [CHOSE_TRUNCATE] = "truncate", NULL};

enum effect_time { BEFORE_THE_HANDLER, AFTER_THE_HANDLER };

static const char *const effect_times[] = {
    [BEFORE_THE_HANDLER] = "before", [AFTER_THE_HANDLER] = "after", NULL};

struct match_form {
    const char *operation;
    int method;
    const char *path;
};

static const struct rule match_rules[] = {
    RULE_TEXT(struct match_form, operation, "operation"),
    RULE_CHOICE(struct match_form, method, "method", method_names),
    RULE_TEXT(struct match_form, path, "path", .most = GLOB_MOST),
    END_OF_RULES,
};

struct effect_form {
    int64_t status;
    const char *error;
    json_t *body;
    json_t *headers;
    int64_t delay;
    int connection; /* enum break_choice; -1: it is kept */
    int when;       /* enum effect_time; -1: before */
};

static const struct rule effect_rules[] = {
    RULE_INTEGER(struct effect_form, status, "status", .least = 200, .most = 599),
    RULE_TEXT(struct effect_form, error, "errorCode", .least = 1, .most = 100),
    RULE_JSON(struct effect_form, body, "body"),
    RULE_JSON(struct effect_form, headers, "headers"),
    RULE_INTEGER(struct effect_form, delay, "delayMillis", .most = FAULT_DELAY_MOST_MILLIS),
    RULE_CHOICE(struct effect_form, connection, "connection", connections),
    RULE_CHOICE(struct effect_form, when, "when", effect_times),
    END_OF_RULES,
};

struct fault_form {
    struct match_form match;
    struct effect_form effect;
    int64_t times;
    int64_t after;
    json_t *probability;
};

static const struct rule fault_rules[] = {
    RULE_OBJECT(struct fault_form, match, "match", match_rules),
    RULE_OBJECT(struct fault_form, effect, "effect", effect_rules, REQUIRED),
    RULE_INTEGER(struct fault_form, times, "times", .least = 1, .most = COUNT_MOST),
    RULE_INTEGER(struct fault_form, after, "after", .most = COUNT_MOST),
    RULE_JSON(struct fault_form, probability, "probability"),
    END_OF_RULES,
};
static const struct input fault_input = {
    .name = "FaultForm", .rules = fault_rules, .size = sizeof(struct fault_form), .strict = true};

struct fault_row {
    int64_t id;
    int64_t hits;
    const char *match;
    const char *effect;
    int64_t times;
    int64_t after;
    const char *probability;
};

static const struct field fault_fields[] = {
    SHOW_ID(struct fault_row, id, "id"),
    SHOW_INTEGER(struct fault_row, hits, "hits"),
    SHOW_JSON(struct fault_row, match, "match"),
    SHOW_JSON(struct fault_row, effect, "effect"),
    SHOW_INTEGER(struct fault_row, times, "times", OPTIONAL),
    SHOW_INTEGER(struct fault_row, after, "after", OPTIONAL),
    SHOW_JSON(struct fault_row, probability, "probability", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view fault_view = {.name = "Fault", .fields = fault_fields};

struct faults_answer {
    struct list faults;
};

static const struct field faults_fields[] = {
    SHOW_LIST(struct faults_answer, faults, "faults", fault_fields),
    END_OF_FIELDS,
};
static const struct view faults_view = {.name = "Faults", .fields = faults_fields};

static struct fault_row row_of(struct arena *a, const struct fault *fault)
{
    return (struct fault_row){
        .id = fault->id,
        .hits = fault->hits,
        .match = fault->match_text,
        .effect = fault->effect_text,
        .times = fault->times,
        .after = fault->passes,
        .probability = fault->probability < 1 ? arena_printf(a, "%.9g", fault->probability) : NULL};
}

/* Headers that the server sets: a second one would make the answer invalid. */
static bool is_server_header(const char *name)
{
    static const char *const names[] = {
        "content-length", "transfer-encoding", "connection",     "date",
        "server",         "request-ref",       "sandgate-reason"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        if (strcasecmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* The name must be a token of RFC 9110, the value without control characters. */
static bool is_header(const char *name, const json_t *value)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "!#$%&'*+-.^_`|~";
    /* JSON's strings hold no NUL */
    static const char control_bytes[] = "\1\2\3\4\5\6\7\10\12\13\14\15\16\17\20\21\22\23\24"
                                        "\25\26\27\30\31\32\33\34\35\36\37\177";
    const char *text = json_string_value(value);

    return text != NULL && *name != '\0' && strlen(name) <= HEADER_MOST &&
           strspn(name, letters) == strlen(name) && strlen(text) <= HEADER_MOST && *text != '\0' &&
           strcspn(text, control_bytes) == strlen(text);
}

static const struct place match_place = {.name = "match"};
static const struct place effect_place = {.name = "effect"};

static int refuse_effect(struct request *r, const char *member, const char *detail)
{
    return refuse_place(r, &(struct place){.parent = &effect_place, .name = member}, detail);
}

/* An effect must have one of these members, and a body of limited size. */
static int effect_or_reply(struct request *r, const struct effect_form *in)
{
    if (in->status == 0 && in->error == NULL && in->body == NULL && in->headers == NULL &&
        in->delay == 0 && in->connection < 0)
        return refuse_member(r, "effect",
                             "must have a status, errorCode, body, headers, "
                             "delayMillis or connection");
    if (in->body != NULL && strlen(json_text(r->arena, in->body)) > BODY_MOST)
        return refuse_effect(r, "body", "must be at most 65536 bytes long");
    return PASS;
}

static int headers_or_reply(struct request *r, json_t *headers)
{
    const char *name;
    json_t *value;

    if (headers == NULL)
        return PASS;
    if (!json_is_object(headers) || json_object_size(headers) > FAULT_HEADERS_MOST)
        return refuse_effect(r, "headers", "must be an object of at most 8 strings");
    json_object_foreach(headers, name, value)
    {
        if (!is_header(name, value))
            return refuse_effect(r, "headers",
                                 "must have names of headers, and strings for values");
        if (is_server_header(name))
            return refuse_effect(
                r, "headers",
                arena_printf(r->arena, "may not have %s, which the server sets itself", name));
    }
    return PASS;
}

/* With a status any code is accepted, and sent as given. */
static int error_or_reply(struct request *r, const struct effect_form *in,
                          const struct operation *operation)
{
    if (in->error == NULL || in->status != 0)
        return PASS;
    if (error_find(in->error) == NO_ERROR)
        return refuse_effect(r, "errorCode", "is unknown: give a status, too");
    if (operation != NULL &&
        documented_error(operation, operation->family, 0, in->error) == NO_ERROR)
        return refuse_effect(r, "errorCode",
                             "is not documented for the operation: give a status, too");
    return PASS;
}

static int probability_or_reply(struct request *r, const json_t *value, double *ret)
{
    *ret = value == NULL ? 1 : json_number_value(value);
    if (value != NULL && (!json_is_number(value) || *ret < 0 || *ret > 1))
        return refuse_member(r, "probability", "must be a number from 0 to 1");
    return PASS;
}

/* A string is sent as text, anything else as JSON. */
static void copy_body(struct effect *effect, struct arena *a, const json_t *body)
{
    if (body == NULL)
        return;
    effect->body =
        json_is_string(body) ? arena_text(a, json_string_value(body)) : json_text(a, body);
    effect->media_type = json_is_string(body) ? "text/plain" : "application/json";
}

static void copy_headers(struct effect *effect, struct arena *a, json_t *headers)
{
    struct pair *pair = arena_array(a, FAULT_HEADERS_MOST, sizeof *pair);
    const char *name;
    json_t *value;

    effect->headers.items = pair;
    json_object_foreach(headers, name, value)
    {
        *pair++ = (struct pair){arena_text(a, name), arena_text(a, json_string_value(value)),
                                json_string_length(value)};
        effect->headers.count++;
    }
}

static void copy_effect(struct fault *fault, const struct effect_form *in)
{
    static const enum connection_effect broken[] = {[CHOSE_CLOSE] = CONNECTION_CLOSED,
                                                    [CHOSE_RESET] = CONNECTION_RESET,
                                                    [CHOSE_TRUNCATE] = CONNECTION_TRUNCATED};
    struct arena *a = &fault->arena;
    struct effect *effect = &fault->effect;

    *effect =
        (struct effect){.status = (int) in->status,
                        .error = arena_text(a, in->error),
                        .delay = in->delay,
                        .connection = in->connection < 0 ? CONNECTION_KEPT : broken[in->connection],
                        .after = in->when == AFTER_THE_HANDLER};
    copy_body(effect, a, in->body);
    copy_headers(effect, a, in->headers);
}

static struct fault *make_fault(struct request *r, const struct fault_form *in,
                                const struct operation *operation, double probability)
{
    struct fault *fault = faults_add(&r->realm->faults);
    struct arena *a = &fault->arena;
    const json_t *match = json_object_get(r->json, "match");

    fault->id = id_next(&r->gateway->ids);
    fault->operation = operation;
    fault->method =
        match == NULL || in->match.method < 0 ? OTHER_METHOD : (enum method) in->match.method;
    fault->path = arena_text(a, in->match.path);
    fault->times = in->times;
    fault->passes = in->after;
    fault->probability = probability;
    fault->match_text = match == NULL ? "{}" : json_text(a, match);
    fault->effect_text = json_text(a, json_object_get(r->json, "effect"));
    copy_effect(fault, &in->effect);
    return fault;
}

static int fault_create(struct request *r)
{
    const struct fault_form *in = r->input;
    const struct operation *operation;
    double probability;
    const struct place place = {.parent = &match_place, .name = "operation"};
    int rc = operation_or_reply(r, &place, in->match.operation, &operation);

    if (rc == PASS)
        rc = effect_or_reply(r, &in->effect);
    if (rc == PASS)
        rc = headers_or_reply(r, in->effect.headers);
    if (rc == PASS)
        rc = error_or_reply(r, &in->effect, operation);
    if (rc == PASS)
        rc = probability_or_reply(r, in->probability, &probability);
    if (rc != PASS)
        return rc;
    if (r->realm->faults.count >= FAULTS_MOST)
        return refuse(r, INVALID_REQUEST, "realm %s has %d faults already", r->realm->name,
                      FAULTS_MOST);
    const struct fault_row row = row_of(r->arena, make_fault(r, in, operation, probability));

    return reply(r, &row);
}

static int faults_list(struct request *r)
{
    struct faults_answer answer = {LIST_OF(struct fault_row)};
    const struct fault *fault;

    TAILQ_FOREACH(fault, &r->realm->faults.list, in_realm)
    *(struct fault_row *) list_add(&answer.faults, r->arena) = row_of(r->arena, fault);
    return reply(r, &answer);
}

static int fault_delete(struct request *r)
{
    const struct path_id *in = r->input;
    struct fault *fault;

    TAILQ_FOREACH(fault, &r->realm->faults.list, in_realm)
    {
        if (fault->id == in->id) {
            faults_remove(&r->realm->faults, fault);
            return reply(r, NULL);
        }
    }
    return refuse(r, NOT_FOUND, "no fault %s in realm %s", request_parameter(r, "id"),
                  r->realm->name);
}

static int faults_delete(struct request *r)
{
    faults_clear(&r->realm->faults);
    return reply(r, NULL);
}

/* clang-format off */
const struct operation fault_operations[] = {
    OPERATION(fault_create, POST, "/_sandgate/realms/{realm}/faults", OPERATOR,
              .summary = "Create a fault: requests that match fail, are delayed or lose their connection", .group = &faults_group,
              .input = &fault_input, .status = 201, .answer = &fault_view, .errors = ERRORS()),
    OPERATION(faults_list, GET, "/_sandgate/realms/{realm}/faults", OPERATOR,
              .summary = "List faults in the order in which they are matched", .group = &faults_group,
              .status = 200, .answer = &faults_view, .errors = ERRORS()),
    OPERATION(faults_delete, DELETE, "/_sandgate/realms/{realm}/faults", OPERATOR,
              .summary = "Delete all faults", .group = &faults_group,
              .status = 204, .errors = ERRORS()),
    OPERATION(fault_delete, DELETE, "/_sandgate/realms/{realm}/faults/{id}", OPERATOR,
              .summary = "Delete a fault", .group = &faults_group,
              .input = &realm_item_input, .status = 204, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
