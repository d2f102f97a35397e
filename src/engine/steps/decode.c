/* SPDX-License-Identifier: MIT */
/*
 * Decodes a request into the input struct of its handler, by the rules of its operation. All errors are
 * collected before the request is refused. Start reading at request_decode.
 */
#include "base/encode.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/steps/decode.h"
#include "json/decode.h"
#include "json/values.h"

#include <string.h>

#define DEPTH_MAX 64

/* Whether brackets outside of strings nest deeper than the limit. The JSON may be invalid. */
static bool is_too_deep(const char *json, size_t length)
{
    size_t depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < length; i++) {
        char c = json[i];

        if (c == '"')
            in_string = !in_string;
        else if (in_string && c == '\\')
            i++;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth -= depth > 0;
        if (depth > DEPTH_MAX)
            return true;
    }
    return false;
}

/* False, and r->unreadable, if the member is there already. */
static bool add_form_member(struct request *r, json_t *object, const char *piece, size_t length)
{
    const char *equals = memchr(piece, '=', length);
    size_t name_length = equals == NULL ? length : (size_t) (equals - piece);
    const char *name = percent_decode(r->arena, piece, name_length, true);
    const char *value =
        equals == NULL ? "" : percent_decode(r->arena, equals + 1, length - name_length - 1, true);

    /* RFC 6749, section 3.2 */
    if (name != NULL && json_object_get(object, name) != NULL) {
        r->unreadable = arena_printf(r->arena, "the form has %.40s more than once", name);
        return false;
    }
    /* members with invalid escapes or invalid UTF-8 are ignored */
    if (name != NULL && value != NULL)
        json_object_set_new(object, name, json_string(value));
    return true;
}

/* Empty pieces are skipped. NULL, and r->unreadable, if a member is there twice. */
static json_t *form_to_json(struct request *r)
{
    json_t *object = json_object();
    const char *at = r->body;
    const char *end = r->body + r->body_length;

    while (at < end) {
        const char *stop = memchr(at, '&', (size_t) (end - at));
        size_t length = (size_t) ((stop == NULL ? end : stop) - at);

        if (length > 0 && !add_form_member(r, object, at, length)) {
            json_decref(object);
            return NULL;
        }
        at += length + 1;
    }
    return object;
}

bool is_media_type(const char *header, const char *type)
{
    size_t length = strlen(type);

    return header != NULL && strncasecmp(header, type, length) == 0 &&
           (header[length] == '\0' || header[length] == ';' || header[length] == ' ');
}

bool request_is_form(const struct request *r)
{
    static const char form[] = "application/x-www-form-urlencoded";
    return is_media_type(request_header(r, "content-type"), form);
}

static bool is_word_of(const struct input *input, const json_t *json)
{
    const char *word = json_string_value(json);

    return word != NULL && input->word != NULL && strcmp(word, input->word) == 0;
}

static json_t *parse_body(struct request *r)
{
    const struct input *input = r->operation->input;
    json_error_t error = {.text = ""}; /* without memory jansson leaves its code out */

    if (input->form && request_is_form(r))
        return form_to_json(r);
    if (r->body_length == 0) {
        r->unreadable = "the body is missing: JSON was expected at byte 0";
        return input->body_optional ? json_object() : NULL;
    }
    if (is_too_deep(r->body, r->body_length)) {
        r->unreadable = "the JSON nests deeper than 64 levels";
        return NULL;
    }
    json_t *json = json_parse(r->body, r->body_length, JSON_DECODE_ANY, &error);

    if (json_is_null(json) && input->body_optional && r->family->lenient) {
        r->decoder.leniency = "The body was null; it was read as none.";
        return json_object();
    }
    if (json == NULL)
        r->unreadable = arena_printf(r->arena, "the body %s at byte %d",
                                     json_fault(r->arena, &error), error.position);
    else if (input->array && !json_is_array(json))
        r->unreadable = "the body must be a JSON array";
    else if (!input->array && !json_is_object(json) && !is_word_of(input, json))
        r->unreadable =
            input->word == NULL
                ? "the body must be a JSON object"
                : arena_printf(r->arena, "the body must be a JSON object or \"%s\"", input->word);
    return json;
}

static const struct rule no_rules[] = {END_OF_RULES};
static const struct input nothing = {.rules = no_rules};

/* A mistyped filter would match everything. Open operations (health checks) accept any query. */
static bool is_query_strict(const struct request *r)
{
    return r->family->strict_query && r->operation->access != OPEN;
}

/* Decodes path, query and body into r->input. Errors are in r->decoder, and in r->unreadable. */
static void request_decode(struct request *r)
{
    const struct input *input = r->operation->input == NULL ? &nothing : r->operation->input;
    struct decoder *d = &r->decoder;

    *d = (struct decoder){.arena = r->arena,
                          .complaints = LIST_OF(struct complaint),
                          .strict = input->strict,
                          .lenient = r->family->lenient};
    if (is_query_strict(r))
        rules_refuse_unknown(d, input->rules, IN_QUERY, &r->query);
    r->input = arena_alloc(r->arena, input->size);
    rules_decode_pairs(d, input->rules, IN_PATH, &r->parameters, r->input);
    rules_decode_pairs(d, input->rules, IN_QUERY, &r->query, r->input);
    if (!rules_have(input->rules, IN_BODY))
        return;
    r->json = parse_body(r);
    if (json_is_array(r->json) && input->array) {
        rules_decode_array(d, body_rule(input), r->json, r->input);
    } else if (json_is_object(r->json) && !input->array) {
        r->unreadable = NULL;
        if (!input->checked_by_handler)
            rules_decode_object(d, input->rules, NULL, r->json, r->input);
    }
}

const char *request_read_body(struct request *r)
{
    return r->decoder.leniency == NULL ? r->body : json_text(r->arena, r->json);
}

const char *request_complaint(struct request *r)
{
    if (r->decoder.complaints.count == 0)
        return r->unreadable;
    const struct complaint *c = list_at(&r->decoder.complaints, 0);
    const char *where = c->rule == NULL || c->rule->place == IN_BODY ? "member"
                        : c->rule->place == IN_PATH                  ? "path parameter"
                                                                     : "query parameter";

    return arena_printf(r->arena, "%s %s %s", where, place_dotted(r->arena, &c->place),
                        complaint_text(r->arena, c));
}

int step_decode(struct request *r)
{
    if (r->operation->input == NULL && !is_query_strict(r))
        return PASS;
    request_decode(r);
    if (r->decoder.complaints.count == 0 && r->unreadable == NULL)
        return PASS;
    return refuse(r, r->family->invalid, "%s", request_complaint(r));
}
