/* SPDX-License-Identifier: MIT */
/* Checking and decoding, with the texts of complaints. */
#include "json/rules.h"

#include "base/encode.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const struct pair *pairs_find(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (strcmp(pairs->items[i].name, name) == 0)
            return &pairs->items[i];
    }
    return NULL;
}

/* Longer names of unknown members are cut, as one may fill the whole body. */
#define NAME_MOST 200

static struct place *copy_place(struct arena *a, const struct place *place)
{
    struct place *copy = arena_alloc(a, sizeof *copy);

    copy->parent = place->parent == NULL ? NULL : copy_place(a, place->parent);
    copy->name = place->name == NULL ? arena_int(a, (int64_t) place->index)
                                     : arena_textn(a, place->name, strnlen(place->name, NAME_MOST));
    return copy;
}

/* NULL beyond COMPLAINTS_MOST: then the complaint is only counted. */
static struct complaint *add_complaint(struct decoder *d, enum complaint_kind kind,
                                       const struct rule *rule, const struct place *place)
{
    if (d->complaints.count == COMPLAINTS_MOST) {
        d->more++;
        return NULL;
    }
    struct complaint *c = list_add(&d->complaints, d->arena);

    *c = (struct complaint){.kind = kind, .rule = rule, .place = *copy_place(d->arena, place)};
    return c;
}

static size_t count_complaints(const struct decoder *d)
{
    return d->complaints.count + d->more;
}

static void complain(struct decoder *d, enum complaint_kind kind, const struct rule *rule,
                     const struct place *place)
{
    add_complaint(d, kind, rule, place);
}

void complaint_add(struct decoder *d, const struct place *place, const char *detail)
{
    struct complaint *c = add_complaint(d, WRONG_OTHER, NULL, place);

    if (c != NULL)
        c->detail = detail;
}

static void complain_of_choice(struct decoder *d, const struct rule *rule,
                               const struct place *place, const char *offered)
{
    struct complaint *c = add_complaint(d, WRONG_CHOICE, rule, place);

    if (c != NULL)
        c->detail = arena_textn(d->arena, offered, strnlen(offered, 60));
}

static bool is_in_limits(const struct rule *rule, int64_t value)
{
    return value >= rule->least && (rule->most == 0 || value <= rule->most);
}

static int value_index(const char *const *values, const char *text)
{
    for (int i = 0; values[i] != NULL; i++) {
        if (strcmp(values[i], text) == 0)
            return i;
    }
    return -1;
}

/* Complains of every limit that a text breaks; true if there is none. */
static bool check_text(struct decoder *d, const struct rule *rule, const struct place *place,
                       const char *text, size_t length)
{
    size_t before = count_complaints(d);

    if (rule->not_blank && is_blank(text))
        complain(d, WRONG_BLANK, rule, place);
    if (rule->values != NULL && value_index(rule->values, text) < 0)
        complain_of_choice(d, rule, place, text);
    if (!format_matches(rule->format, text, length))
        complain(d, WRONG_PATTERN, rule, place);
    if (!is_in_limits(rule, (int64_t) code_points(text, length)))
        complain(d, WRONG_SIZE, rule, place);
    return count_complaints(d) == before;
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
        *(int *) member = value_index(rule->values, text);
}

static void decode_integer(struct decoder *d, const struct rule *rule, const struct place *place,
                           int64_t value, void *member)
{
    if (value < rule->least)
        complain(d, WRONG_TOO_SMALL, rule, place);
    else if (rule->most != 0 && value > rule->most)
        complain(d, WRONG_TOO_LARGE, rule, place);
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
        complain(d, WRONG_TYPE, rule, place);
}

static bool is_text_kind(enum rule_kind kind)
{
    return kind == RULE_KIND_TEXT || kind == RULE_KIND_ID || kind == RULE_KIND_CHOICE;
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
    if (rule->values != NULL && value_index(rule->values, text) < 0)
        complain_of_choice(d, rule, place, text);
    else if (!format_matches(rule->format, text, length))
        complain(d, WRONG_PATTERN, rule, place);
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
        complain(d, WRONG_SIZE, rule, &here);
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
                complain(d, WRONG_MISSING, rule, &here);
        } else if (rule->kind == RULE_KIND_TEXTS) {
            decode_repeated(d, rule, pairs, member_of(rule, ret));
        } else if (is_text_kind(rule->kind)) {
            decode_text(d, rule, &here, pair->value, pair->length, member_of(rule, ret));
        } else {
            decode_scalar(d, rule, &here, pair->value, member_of(rule, ret));
        }
    }
}

/* Once there is a complaint the input is refused, so that items are only checked: all in the same memory. */
static void *new_item(struct decoder *d, struct list *list, void **spare)
{
    if (count_complaints(d) == 0)
        return list_add(list, d->arena);
    if (*spare == NULL)
        *spare = arena_alloc(d->arena, list->item_size);
    return memset(*spare, 0, list->item_size);
}

/* `place` is the location of the list in complaints; `parent` is the parent of its items' locations. */
static void decode_list(struct decoder *d, const struct rule *rule, const struct place *place,
                        const struct place *parent, const json_t *value, struct list *ret)
{
    const size_t count = json_array_size(value);
    void *spare = NULL;

    ret->item_size = rule->kind == RULE_KIND_TEXTS ? sizeof(const char *) : rule->item_size;
    if (!is_in_limits(rule, (int64_t) count))
        complain(d, WRONG_SIZE, rule, place);
    if (rule->most != 0 && count > (size_t) rule->most)
        return; /* the items aren't worth a look */
    for (size_t i = 0; i < count; i++) {
        const struct place here = {.parent = parent, .index = i};
        const json_t *item = json_array_get(value, i);

        if (rule->kind == RULE_KIND_LIST && json_is_object(item))
            rules_decode_object(d, rule->members, &here, item, new_item(d, ret, &spare));
        else if (rule->kind == RULE_KIND_TEXTS && json_is_string(item))
            decode_item(d, rule, &here, json_string_value(item), json_string_length(item), ret);
        else
            complain(d, WRONG_TYPE, rule, &here);
    }
}

static void decode_value(struct decoder *d, const struct rule *rule, const struct place *place,
                         json_t *value, void *member)
{
    bool is_list = rule->kind == RULE_KIND_LIST || rule->kind == RULE_KIND_TEXTS;

    if (is_text_kind(rule->kind) && json_is_string(value))
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
        complain(d, WRONG_TYPE, rule, place);
}

const struct rule *rule_find(const struct rule *rules, enum rule_place place, const char *name)
{
    for (; rules != NULL && rules->name != NULL; rules++) {
        if (rules->place == place && strcmp(rules->name, name) == 0)
            return rules;
    }
    return NULL;
}

void rules_refuse_unknown(struct decoder *d, const struct rule *rules, enum rule_place place,
                          const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (rule_find(rules, place, pairs->items[i].name) == NULL)
            complain(d, WRONG_UNKNOWN, NULL, &(struct place){.name = pairs->items[i].name});
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
            complain(d, WRONG_UNKNOWN, NULL, &(struct place){.parent = parent, .name = name});
    }
}

void rules_decode_object(struct decoder *d, const struct rule *rules, const struct place *parent,
                         const json_t *object, void *ret)
{
    bool strict = d->strict;

    for (const struct rule *rule = rules; rule->name != NULL; rule++) {
        const struct place here = {.parent = parent, .name = rule->name};
        struct list unread = {.count =
                                  0}; /* enough for any kind: objects consist of unread members */

        if (rule->place != IN_BODY)
            continue;
        json_t *value = json_object_get(object, rule->name);
        /* to a special, null may have a meaning */
        bool absent = value == NULL || (json_is_null(value) && rule->kind != RULE_KIND_SPECIAL);

        void *member = rule->unread ? &unread : member_of(rule, ret);

        set_absent(rule, member);
        d->strict = strict && !rule->open;
        if (!absent)
            decode_value(d, rule, &here, value, member);
        else if (rule->required)
            complain(d, WRONG_MISSING, rule, &here);
        d->strict = strict;
    }
    if (d->strict)
        refuse_unknown_members(d, rules, parent, object);
}

void rules_decode_array(struct decoder *d, const struct rule *rule, const json_t *array, void *ret)
{
    const struct place whole = {.name = rule->name};

    decode_list(d, rule, &whole, NULL, array, member_of(rule, ret));
}

const struct rule *body_rule(const struct input *input)
{
    const struct rule *rule = input->rules;

    while (rule->place != IN_BODY)
        rule++;
    return rule;
}

const struct rule *body_rules(const struct input *input)
{
    return input->array ? body_rule(input)->members : input->rules;
}

bool rule_number(const json_t *value, int64_t *ret)
{
    *ret = 0;
    return json_is_number(value) || json_is_null(value);
}

static json_t *filter_items(const struct rule *rules, const json_t *array)
{
    json_t *filtered = json_array();
    size_t i;
    json_t *item;

    json_array_foreach(array, i, item) json_array_append_new(filtered, rules_filter(rules, item));
    return filtered;
}

static json_t *filter_value(const struct rule *rule, json_t *value)
{
    if (rule->secret)
        return json_string("");
    if (rule->kind == RULE_KIND_OBJECT)
        return rules_filter(rule->members, value);
    return rule->kind == RULE_KIND_LIST ? filter_items(rule->members, value) : json_incref(value);
}

json_t *rules_filter(const struct rule *rules, const json_t *object)
{
    json_t *filtered = json_object();

    for (const struct rule *rule = rules; rule->name != NULL; rule++) {
        json_t *value = json_object_get(object, rule->name);

        if (rule->place == IN_BODY && value != NULL && !json_is_null(value))
            json_object_set_new_nocheck(filtered, rule->name, filter_value(rule, value));
    }
    return filtered;
}

bool rules_have(const struct rule *rules, enum rule_place place)
{
    for (; rules->name != NULL; rules++) {
        if (rules->place == place)
            return true;
    }
    return false;
}

static void add_place(struct text *t, const struct place *place, char separator)
{
    if (place->parent != NULL)
        add_place(t, place->parent, separator);
    if (place->parent != NULL || separator == '/')
        text_char(t, separator);
    for (const char *c = place->name; *c != '\0'; c++) {
        if (separator == '/' && (*c == '~' || *c == '/'))
            text_add(t, *c == '~' ? "~0" : "~1");
        else
            text_char(t, *c);
    }
}

const char *place_dotted(struct arena *a, const struct place *place)
{
    struct text t = TEXT_IN(a);

    add_place(&t, place, '.');
    return text_string(&t);
}

const char *place_pointer(struct arena *a, const struct place *place)
{
    struct text t = TEXT_IN(a);

    add_place(&t, place, '/');
    return text_string(&t);
}

static const char *values_text(struct arena *a, const char *const *values, const char *offered)
{
    struct text t = TEXT_IN(a);

    text_format(&t, "is \"%s\", must be one of ", offered);
    for (size_t i = 0; values[i] != NULL; i++)
        text_format(&t, "%s%s", i == 0 ? "" : ", ", values[i]);
    return text_string(&t);
}

static const char *type_text(enum rule_kind kind)
{
    static const char *const texts[] = {
        [RULE_KIND_TEXT] = "must be a string",
        [RULE_KIND_ID] = "must be a string of digits",
        [RULE_KIND_INTEGER] = "must be an integer",
        [RULE_KIND_BOOLEAN] = "must be true or false",
        [RULE_KIND_CHOICE] = "must be a string",
        [RULE_KIND_OBJECT] = "must be an object",
        [RULE_KIND_LIST] = "must be an array of objects",
        [RULE_KIND_TEXTS] = "must be an array of strings",
        [RULE_KIND_JSON] = "must be a value",
        [RULE_KIND_SPECIAL] = "must be a value of the documented type",
    };

    return texts[kind];
}

const char *complaint_text(struct arena *a, const struct complaint *c)
{
    switch (c->kind) {
    case WRONG_MISSING:
        return "must not be null";
    case WRONG_BLANK:
        return "must not be blank";
    case WRONG_SIZE:
        return c->rule->most == 0
                   ? arena_printf(a, "size must be at least %lld", (long long) c->rule->least)
                   : arena_printf(a, "size must be between %lld and %lld",
                                  (long long) c->rule->least, (long long) c->rule->most);
    case WRONG_PATTERN:
        return arena_printf(a, "must match \"%s\"", format_pattern(c->rule->format));
    case WRONG_CHOICE:
        return values_text(a, c->rule->values, c->detail);
    case WRONG_TOO_SMALL:
        return arena_printf(a, "must be greater than or equal to %lld", (long long) c->rule->least);
    case WRONG_TOO_LARGE:
        return arena_printf(a, "must be less than or equal to %lld", (long long) c->rule->most);
    case WRONG_TYPE:
        return type_text(c->rule->kind);
    case WRONG_UNKNOWN:
        return "is unknown";
    case WRONG_OTHER:
        return c->detail;
    }
    return "";
}
