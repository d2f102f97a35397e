/* SPDX-License-Identifier: MIT */
/*
 * The limits of all rules of all operations: a value at the limit is accepted, one beyond it is not. The rest
 * of the request is generated from the same rules, so that a new rule is tested without a change here.
 */
#include "suites.h"

#include "json/decode.h"
#include "support/suite.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

static const char *const samples[FORMATS_COUNT] = {
#define FORMAT(name, pattern, sample) [FORMAT_##name] = (sample),
#include "json/formats.def"
#undef FORMAT
};

#define DEPTH_MOST 8
#define PATTERN_MOST 100 /* a pattern that allows longer texts has no limit */

static struct arena arena;

/* The rule under test, at the end of the chain of rules that contain it. */
struct chain {
    const struct operation *operation;
    const struct rule *rules[DEPTH_MOST];
    size_t length;
};

static const struct rule *checked_rule(const struct chain *chain)
{
    return chain->rules[chain->length - 1];
}

/* ---- valid values ---- */

/* A text of that length, which is valid if the rule allows the length. */
static const char *text_of(const struct rule *rule, size_t length)
{
    const char *sample = rule->format == ANY_FORMAT ? "a" : samples[rule->format];
    char *text = arena_alloc(&arena, length + 1);

    for (size_t i = 0; i < length; i++)
        text[i] = i < strlen(sample) ? sample[i] : sample[strlen(sample) - 1];
    return text;
}

static const char *some_text(const struct rule *rule)
{
    size_t length = rule->format == ANY_FORMAT ? 1 : strlen(samples[rule->format]);

    if (rule->values != NULL)
        return rule->values[0];
    if (rule->kind != RULE_KIND_TEXTS && (int64_t) length < rule->least)
        length = (size_t) rule->least;
    return text_of(rule, length);
}

static json_t *object_of(const struct rule *rules, const struct chain *chain, size_t depth,
                         json_t *value);

static json_t *list_of(const struct rule *rule, size_t count, json_t *first)
{
    json_t *list = json_array();

    if (first != NULL)
        json_array_append_new(list, first);
    while (json_array_size(list) < count)
        json_array_append_new(list, rule->kind == RULE_KIND_LIST
                                        ? object_of(rule->members, NULL, 0, NULL)
                                        : json_string(some_text(rule)));
    return list;
}

/* Every required special accepts a number. */
static json_t *some_number(const struct rule *rule)
{
    json_t *number = json_integer(1);
    int64_t ignored;

    ck_assert_msg(rule->special(number, &ignored), "no value can be made for %s", rule->name);
    return number;
}

static json_t *some_value(const struct rule *rule)
{
    switch (rule->kind) {
    case RULE_KIND_TEXT:
    case RULE_KIND_ID:
    case RULE_KIND_CHOICE:
        return json_string(some_text(rule));
    case RULE_KIND_INTEGER:
        return json_integer(rule->least);
    case RULE_KIND_BOOLEAN:
        return json_true();
    case RULE_KIND_OBJECT:
        return object_of(rule->members, NULL, 0, NULL);
    case RULE_KIND_LIST:
    case RULE_KIND_TEXTS:
        return list_of(rule, (size_t) rule->least, NULL);
    case RULE_KIND_JSON:
        return json_object();
    case RULE_KIND_SPECIAL:
        return some_number(rule);
    }
    return NULL;
}

/* The value of a rule of the chain, with `value` nested at the end of the chain. */
static json_t *value_on(const struct chain *chain, size_t depth, json_t *value)
{
    const struct rule *rule = chain->rules[depth];

    if (depth + 1 == chain->length)
        return json_incref(value);
    json_t *inner = object_of(rule->members, chain, depth + 1, value);

    return rule->kind == RULE_KIND_LIST ? list_of(rule, (size_t) rule->least, inner) : inner;
}

/* An object with all required members and the one that the chain goes through. */
static json_t *object_of(const struct rule *rules, const struct chain *chain, size_t depth,
                         json_t *value)
{
    json_t *object = json_object();

    for (; rules != NULL && rules->name != NULL; rules++) {
        bool chosen = chain != NULL && chain->rules[depth] == rules;

        if (rules->place == IN_BODY && (rules->required || chosen))
            json_object_set_new(object, rules->name,
                                chosen ? value_on(chain, depth, value) : some_value(rules));
    }
    return object;
}

#define PAIRS_MOST 2000

static void add_pair(struct pairs *pairs, struct pair *items, const struct rule *rule,
                     const json_t *value)
{
    const char *text = value == NULL           ? some_text(rule)
                       : json_is_string(value) ? arena_text(&arena, json_string_value(value))
                                               : arena_int(&arena, json_integer_value(value));

    ck_assert_uint_lt(pairs->count, PAIRS_MOST);
    items[pairs->count++] = (struct pair){rule->name, text, strlen(text)};
}

/* The same as a path or query: all values are strings, and a list is a repeated name. */
static struct pairs pairs_of(const struct rule *rules, enum rule_place place,
                             const struct rule *chosen, const json_t *value)
{
    struct pair *items = arena_array(&arena, PAIRS_MOST, sizeof *items);
    struct pairs pairs = {items, 0};

    for (; rules->name != NULL; rules++) {
        if (rules->place != place || !(rules->required || rules == chosen))
            continue;
        if (rules != chosen || !json_is_array(value))
            add_pair(&pairs, items, rules, rules == chosen ? value : NULL);
        for (size_t i = 0; rules == chosen && i < json_array_size(value); i++)
            add_pair(&pairs, items, rules, json_array_get(value, i));
    }
    return pairs;
}

/* ---- checking them ---- */

static struct list complaints_of(const struct chain *chain, json_t *value)
{
    const struct input *input = chain->operation->input;
    struct decoder d = {.arena = &arena, .complaints = LIST_OF(struct complaint), .strict = true};
    void *decoded = arena_alloc(&arena, input->size);
    json_t *body = object_of(input->rules, chain, 0, value);

    for (enum rule_place place = IN_PATH; place <= IN_QUERY; place++) {
        struct pairs pairs = pairs_of(input->rules, place, chain->rules[0], value);

        rules_decode_pairs(&d, input->rules, place, &pairs, decoded);
    }
    rules_decode_object(&d, input->rules, NULL, body, decoded);
    json_decref(body);
    return d.complaints;
}

static const char *name_of(const struct chain *chain)
{
    const char *name = arena_printf(&arena, "%s %s:", method_names[chain->operation->method],
                                    chain->operation->path);

    for (size_t i = 0; i < chain->length; i++)
        name = arena_printf(&arena, "%s%s%s", name, i == 0 ? " " : ".", chain->rules[i]->name);
    return name;
}

/* Takes the reference. */
static void expect_accepted(const struct chain *chain, const char *what, json_t *value)
{
    struct list complaints = complaints_of(chain, value);
    const struct complaint *first = complaints.count == 0 ? NULL : list_at(&complaints, 0);

    ck_assert_msg(first == NULL, "%s %s is not accepted: %s %s", name_of(chain), what,
                  first == NULL ? "" : place_dotted(&arena, &first->place),
                  first == NULL ? "" : complaint_text(&arena, first));
    json_decref(value);
}

/* Expects a complaint of that kind about the value, and none about another. Takes the reference. */
static void expect_complaint(const struct chain *chain, const char *what, json_t *value,
                             enum complaint_kind kind)
{
    struct list complaints = complaints_of(chain, value);
    bool found = false;

    for (size_t i = 0; i < complaints.count; i++) {
        const struct complaint *c = list_at(&complaints, i);

        ck_assert_msg(c->rule == checked_rule(chain), "%s %s: complaint about %s", name_of(chain),
                      what, place_dotted(&arena, &c->place));
        found |= c->kind == kind;
    }
    ck_assert_msg(found, "%s %s is accepted", name_of(chain), what);
    json_decref(value);
}

static bool is_text(const struct rule *rule)
{
    return rule->kind == RULE_KIND_TEXT || rule->kind == RULE_KIND_ID;
}

/* The greatest length that rule and pattern allow; 0: there is no limit. */
static size_t longest(const struct rule *rule)
{
    size_t most = rule->most == 0 ? PATTERN_MOST : (size_t) rule->most;
    size_t length = rule->format == ANY_FORMAT ? most : strlen(samples[rule->format]);

    while (length < most && format_matches(rule->format, text_of(rule, length + 1), length + 1))
        length++;
    return length < PATTERN_MOST || rule->most != 0 ? length : 0;
}

static json_t *text_value(const struct rule *rule, size_t length)
{
    return json_string(text_of(rule, length));
}

static size_t check_text(const struct chain *chain)
{
    const struct rule *rule = checked_rule(chain);
    size_t most = longest(rule);
    size_t least = (size_t) rule->least;

    if (most == 0)
        return 0;
    expect_accepted(chain, "at its greatest length", text_value(rule, most));
    expect_complaint(chain, "beyond its greatest length", text_value(rule, most + 1),
                     most == (size_t) rule->most ? WRONG_SIZE : WRONG_PATTERN);
    if (least == 0)
        return 2;
    expect_accepted(chain, "at its least length", text_value(rule, least));
    expect_complaint(chain, "below its least length", text_value(rule, least - 1), WRONG_SIZE);
    return 4;
}

static size_t check_integer(const struct chain *chain)
{
    const struct rule *rule = checked_rule(chain);

    expect_accepted(chain, "at its least", json_integer(rule->least));
    expect_complaint(chain, "below its least", json_integer(rule->least - 1), WRONG_TOO_SMALL);
    if (rule->most == 0)
        return 2;
    expect_accepted(chain, "at its most", json_integer(rule->most));
    expect_complaint(chain, "above its most", json_integer(rule->most + 1), WRONG_TOO_LARGE);
    return 4;
}

static size_t check_list(const struct chain *chain)
{
    const struct rule *rule = checked_rule(chain);
    size_t checks = 0;

    if (rule->most != 0) {
        expect_accepted(chain, "of the most items", list_of(rule, (size_t) rule->most, NULL));
        expect_complaint(chain, "of one item more", list_of(rule, (size_t) rule->most + 1, NULL),
                         WRONG_SIZE);
        checks += 2;
    }
    if (rule->least != 0) {
        expect_accepted(chain, "of the fewest items", list_of(rule, (size_t) rule->least, NULL));
        expect_complaint(chain, "of one item fewer", list_of(rule, (size_t) rule->least - 1, NULL),
                         WRONG_SIZE);
        checks += 2;
    }
    return checks;
}

static size_t check_rule(const struct chain *chain)
{
    const struct rule *rule = checked_rule(chain);

    if (is_text(rule) && rule->values == NULL)
        return check_text(chain);
    if (rule->kind == RULE_KIND_INTEGER)
        return check_integer(chain);
    return rule->kind == RULE_KIND_LIST || rule->kind == RULE_KIND_TEXTS ? check_list(chain) : 0;
}

/* Checks the rules and those nested in them; returns the number of checks. */
static size_t check_all(struct chain *chain, const struct rule *rules)
{
    size_t checks = 0;

    ck_assert_uint_lt(chain->length, DEPTH_MOST);
    for (; rules != NULL && rules->name != NULL; rules++) {
        chain->rules[chain->length++] = rules;
        checks += check_rule(chain) + check_all(chain, rules->members);
        chain->length--;
        if (chain->length == 0)
            arena_reset(&arena);
    }
    return checks;
}

START_TEST(accepts_values_at_each_limit_and_none_beyond)
{
    size_t checks = 0;

    for (size_t i = 0; i < world_registry()->count; i++) {
        struct chain chain = {.operation = &world_registry()->operations[i]};

        if (chain.operation->input != NULL)
            checks += check_all(&chain, chain.operation->input->rules);
    }
    ck_assert_uint_gt(checks, 400); /* the walk did not stop early */
    arena_free(&arena);
}
END_TEST

START_TEST(has_a_sample_for_each_format)
{
    ck_assert_msg(format_matches((enum format) _i, samples[_i], strlen(samples[_i])),
                  "\"%s\" does not match \"%s\"", samples[_i], format_pattern((enum format) _i));
}
END_TEST

Suite *limits_suite(void)
{
    const struct test tests[] = {
        {accepts_values_at_each_limit_and_none_beyond, 0},
    };
    Suite *s = suite_of("limits", tests, ARRAY_SIZE(tests));
    TCase *formats = suite_case(s, "formats");

    tcase_add_loop_test(formats, has_a_sample_for_each_format, ANY_FORMAT + 1, FORMATS_COUNT);
    return s;
}
