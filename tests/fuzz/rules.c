/* SPDX-License-Identifier: MIT */
/*
 * The rules of every operation, on any JSON: what they take leniently they take strictly afterwards, and every
 * complaint has a text. Input: a line with the number of an operation in the registry, then the body.
 */
#include "fuzz.h"

#include "json/complaints.h"
#include "json/decode.h"
#include "json/values.h"
#include "support/world.h"

#include <string.h>

static void check_complaints(struct decoder *d)
{
    HOLDS(d->complaints.count <= COMPLAINTS_MOST, "%zu complaints", d->complaints.count);
    for (size_t i = 0; i < d->complaints.count; i++) {
        const struct complaint *c = list_at(&d->complaints, i);

        HOLDS(*complaint_text(d->arena, c) != '\0', "a complaint without a text");
        place_dotted(d->arena, &c->place);
        place_pointer(d->arena, &c->place);
    }
}

/* Returns the number of complaints. */
static size_t decode(struct arena *a, const struct input *input, json_t *json, bool lenient)
{
    struct decoder d = {.arena = a,
                        .complaints = LIST_OF(struct complaint),
                        .strict = input->strict,
                        .lenient = lenient};
    void *decoded = arena_alloc(a, input->size);

    if (input->array)
        rules_decode_array(&d, body_rule(input), json, decoded);
    else
        rules_decode_object(&d, input->rules, NULL, json, decoded);
    check_complaints(&d);
    return complaints_count(&d);
}

static void decode_body(struct arena *a, const struct input *input, const char *text, size_t size)
{
    json_error_t error;
    json_t *json = json_parse(text, size, JSON_DECODE_ANY, &error);

    if (input->array ? json_is_array(json) : json_is_object(json)) {
        decode(a, input, json, false);
        if (decode(a, input, json, true) == 0) {
            HOLDS(decode(a, input, json, false) == 0, "%s of %s", input->name, text);
            if (!input->array)
                json_decref(rules_filter(input->rules, json));
        }
    }
    json_decref(json);
}

/* Path and query have texts only. */
static void decode_pairs(struct arena *a, const struct input *input, const char *text)
{
    struct decoder d = {.arena = a, .complaints = LIST_OF(struct complaint)};
    void *decoded = arena_alloc(a, input->size);

    for (const struct rule *rule = input->rules; rule->name != NULL; rule++) {
        const struct pair pair = {rule->name, text, strlen(text)};
        const struct pairs pairs = {&pair, 1};

        if (rule->place == IN_BODY)
            continue;
        rules_decode_pairs(&d, input->rules, rule->place, &pairs, decoded);
    }
    check_complaints(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct registry *registry = world_registry();
    struct arena arena = ARENA_EMPTY;
    const char *text = text_of_input(&arena, bytes, size);
    const struct input *input =
        registry->operations[strtoul(text, NULL, 10) % registry->count].input;
    const char *line = memchr(text, '\n', size);

    if (line != NULL && input != NULL) {
        size_t head = (size_t) (line + 1 - text);

        decode_body(&arena, input, text + head, size - head);
        decode_pairs(&arena, input, text + head);
    }
    arena_free(&arena);
    return 0;
}
