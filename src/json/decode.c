/* SPDX-License-Identifier: MIT */
/* Checking and decoding. */
#include "json/decode.h"

#include "base/encode.h"
#include "base/text.h"
#include "lenient.h"

#include <stdlib.h>
#include <string.h>

static void complain_of_choice(struct decoder *d, const struct rule *rule,
                               const struct place *place, const char *offered)
{
    struct complaint *c = complaint_new(d, WRONG_CHOICE, rule, place);

    if (c != NULL)
        c->detail = arena_textn(d->arena, offered, strnlen(offered, 60));
}

static bool is_in_limits(const struct rule *rule, int64_t value)
{
    return value >= rule->least && (rule->most == 0 || value <= rule->most);
}

/* Complains of every limit that a text breaks; true if there is none. */
static bool check_text(struct decoder *d, const struct rule *rule, const struct place *place,
                       const char *text, size_t length)
{
    size_t before = complaints_count(d);

    if (rule->not_blank && is_blank(text))
        complaint_new(d, WRONG_BLANK, rule, place);
    if (rule->values != NULL && rule_value_index(rule, text) < 0)
        complain_of_choice(d, rule, place, text);
    if (!format_matches(rule->format, text, length))
        complaint_new(d, WRONG_PATTERN, rule, place);
    if (!is_in_limits(rule, (int64_t) code_points(text, length)))
        complaint_new(d, WRONG_SIZE, rule, place);
    return complaints_count(d) == before;
}

/* The kinds that are strings in JSON. */
static void decode_text(struct decoder *d, const struct rule *rule, const struct place *place,
                        const char *text, size_t length, void *member)
{
    if (!check_text(d, rule, place, text, length))
        return;
    if (rule->kind == RULE_KIND_TEXT)
        *(const char **) member = text;
    else if (rule->kind == RULE_KIND_ID)
        *(int64_t *) member = id_parse(text) == 0 ? INVALID_ID : id_parse(text);
    else
        *(int *) member = rule_value_index(rule, text);
}

static void decode_integer(struct decoder *d, const struct rule *rule, const struct place *place,
                           int64_t value, void *member)
{
    if (value < rule->least)
        complaint_new(d, WRONG_TOO_SMALL, rule, place);
    else if (rule->most != 0 && value > rule->most)
        complaint_new(d, WRONG_TOO_LARGE, rule, place);
    else
        *(int64_t *) member = value;
}

/* An integer or boolean in a path or query. */
static void decode_scalar(struct decoder *d, const struct rule *rule, const struct place *place,
                          const char *text, void *member)
{
    char *end;
    long long number = strtoll(text, &end, 10);
    /* strtoll alone would accept " +1" */
    bool is_number = strspn(text, "-0123456789") == strlen(text) && end != text && *end == '\0' &&
                     strlen(text) < 19;

    if (rule->kind == RULE_KIND_INTEGER && is_number)
        decode_integer(d, rule, place, number, member);
    else if (rule->kind == RULE_KIND_BOOLEAN && strcmp(text, "true") == 0)
        *(enum maybe *) member = YES;
    else if (rule->kind == RULE_KIND_BOOLEAN && strcmp(text, "false") == 0)
        *(enum maybe *) member = NO;
    else
        complaint_new(d, WRONG_TYPE, rule, place);
}

static void *member_of(const struct rule *rule, void *object)
{
    return (char *) object + rule->offset;
}

static void set_absent(const struct rule *rule, void *member)
{
    if (rule->kind == RULE_KIND_CHOICE)
        *(int *) member = -1;
}

static void decode_item(struct decoder *d, const struct rule *rule, const struct place *place,
                        const char *text, size_t length, struct list *ret)
{
    if (rule->values != NULL && rule_value_index(rule, text) < 0)
        complain_of_choice(d, rule, place, text);
    else if (!format_matches(rule->format, text, length))
        complaint_new(d, WRONG_PATTERN, rule, place);
    else
        *(const char **) list_add(ret, d->arena) = text;
}

/* In a query, a list is a parameter that is repeated. */
static void decode_repeated(struct decoder *d, const struct rule *rule, const struct pairs *pairs,
                            struct list *ret)
{
    const struct place here = {.name = rule->name};

    ret->item_size = sizeof(const char *);
    for (size_t i = 0; i < pairs->count; i++) {
        if (strcmp(pairs->items[i].name, rule->name) == 0)
            decode_item(d, rule, &here, pairs->items[i].value, pairs->items[i].length, ret);
    }
    if (!is_in_limits(rule, (int64_t) ret->count))
        complaint_new(d, WRONG_SIZE, rule, &here);
}

void rules_decode_pairs(struct decoder *d, const struct rule *rules, enum rule_place place,
                        const struct pairs *pairs, void *ret)
{
    for (const struct rule *rule = rules; rule->name != NULL; rule++) {
        struct place here = {.name = rule->name};

        if (rule->place != place)
            continue;
        const struct pair *pair = pairs_find(pairs, rule->name);

        if (pair == NULL) {
            set_absent(rule, member_of(rule, ret));
            if (rule->required)
                complaint_new(d, WRONG_MISSING, rule, &here);
        } else if (rule->kind == RULE_KIND_TEXTS) {
            decode_repeated(d, rule, pairs, member_of(rule, ret));
        } else if (rule_is_string(rule)) {
            const char *value = d->lenient && rule->lower_case
                                    ? lenient_parameter(d, rule, pair->value)
                                    : pair->value;

            decode_text(d, rule, &here, value, pair->length, member_of(rule, ret));
        } else {
            decode_scalar(d, rule, &here, pair->value, member_of(rule, ret));
        }
    }
}

/* Once there is a complaint the input is refused, so that items are only checked: all in the same memory. */
static void *new_item(struct decoder *d, struct list *list, void **spare)
{
    if (complaints_count(d) == 0)
        return list_add(list, d->arena);
    if (*spare == NULL)
        *spare = arena_alloc(d->arena, list->item_size);
    return memset(*spare, 0, list->item_size);
}

/* `place` is the location of the list in complaints; `parent` is the parent of its items' locations. */
static void decode_list(struct decoder *d, const struct rule *rule, const struct place *place,
                        const struct place *parent, json_t *value, struct list *ret)
{
    const size_t count = json_array_size(value);
    void *spare = NULL;

    ret->item_size = rule->kind == RULE_KIND_TEXTS ? sizeof(const char *) : rule->item_size;
    if (!is_in_limits(rule, (int64_t) count))
        complaint_new(d, WRONG_SIZE, rule, place);
    if (rule->most != 0 && count > (size_t) rule->most)
        return; /* the items aren't worth a look */
    for (size_t i = 0; i < count; i++) {
        const struct place here = {.parent = parent, .index = i};
        json_t *item = d->lenient && rule->kind == RULE_KIND_TEXTS
                           ? lenient_item(d, place, value, i)
                           : json_array_get(value, i);

        if (rule->kind == RULE_KIND_LIST && json_is_object(item))
            rules_decode_object(d, rule->members, &here, item, new_item(d, ret, &spare));
        else if (rule->kind == RULE_KIND_TEXTS && json_is_string(item))
            decode_item(d, rule, &here, json_string_value(item), json_string_length(item), ret);
        else
            complaint_new(d, WRONG_TYPE, rule, &here);
    }
}

static void decode_value(struct decoder *d, const struct rule *rule, const struct place *place,
                         json_t *value, void *member)
{
    bool is_list = rule->kind == RULE_KIND_LIST || rule->kind == RULE_KIND_TEXTS;

    if (rule_is_string(rule) && json_is_string(value))
        decode_text(d, rule, place, json_string_value(value), json_string_length(value), member);
    else if (rule->kind == RULE_KIND_INTEGER && json_is_integer(value))
        decode_integer(d, rule, place, json_integer_value(value), member);
    else if (rule->kind == RULE_KIND_BOOLEAN && json_is_boolean(value))
        *(enum maybe *) member = json_is_true(value) ? YES : NO;
    else if (rule->kind == RULE_KIND_OBJECT && json_is_object(value))
        rules_decode_object(d, rule->members, place, value, member);
    else if (is_list && json_is_array(value))
        decode_list(d, rule, place, place, value, member);
    else if (rule->kind == RULE_KIND_JSON)
        *(json_t **) member = value;
    else if (rule->kind != RULE_KIND_SPECIAL || !rule->special(value, member))
        complaint_new(d, WRONG_TYPE, rule, place);
}

void rules_refuse_unknown(struct decoder *d, const struct rule *rules, enum rule_place place,
                          const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (rule_find(rules, place, pairs->items[i].name) == NULL)
            complaint_new(d, WRONG_UNKNOWN, NULL, &(struct place){.name = pairs->items[i].name});
    }
}

static void refuse_unknown_members(struct decoder *d, const struct rule *rules,
                                   const struct place *parent, const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *) (uintptr_t) object, name, value)
    {
        if (rule_find(rules, IN_BODY, name) == NULL)
            complaint_new(d, WRONG_UNKNOWN, NULL, &(struct place){.parent = parent, .name = name});
    }
}

void rules_decode_object(struct decoder *d, const struct rule *rules, const struct place *parent,
                         json_t *object, void *ret)
{
    bool strict = d->strict;

    for (const struct rule *rule = rules; rule->name != NULL; rule++) {
        const struct place here = {.parent = parent, .name = rule->name};
        struct list unread = {.count =
                                  0}; /* enough for any kind: objects consist of unread members */

        if (rule->place != IN_BODY)
            continue;
        json_t *value = json_object_get(object, rule->name);

        if (d->lenient)
            value = lenient_member(d, rule, &here, object, value);
        /* to a special, null may have a meaning */
        bool absent = value == NULL || (json_is_null(value) && rule->kind != RULE_KIND_SPECIAL);

        void *member = rule->unread ? &unread : member_of(rule, ret);

        set_absent(rule, member);
        d->strict = strict && !rule->open;
        if (!absent)
            decode_value(d, rule, &here, value, member);
        else if (rule->required)
            complaint_new(d, WRONG_MISSING, rule, &here);
        d->strict = strict;
    }
    if (d->strict)
        refuse_unknown_members(d, rules, parent, object);
}

void rules_decode_array(struct decoder *d, const struct rule *rule, json_t *array, void *ret)
{
    const struct place whole = {.name = rule->name};

    decode_list(d, rule, &whole, NULL, array, member_of(rule, ret));
}
