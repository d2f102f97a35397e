/* SPDX-License-Identifier: MIT */
/* Rules as a table: finding them, and the body as they describe it. */
#include "json/rules.h"

#include <string.h>

const struct pair *pairs_find(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (strcmp(pairs->items[i].name, name) == 0)
            return &pairs->items[i];
    }
    return NULL;
}

int rule_value_index(const struct rule *rule, const char *text)
{
    for (int i = 0; rule->values[i] != NULL; i++) {
        if (strcmp(rule->values[i], text) == 0)
            return i;
    }
    return -1;
}

bool rule_is_string(const struct rule *rule)
{
    return rule->kind == RULE_KIND_TEXT || rule->kind == RULE_KIND_ID ||
           rule->kind == RULE_KIND_CHOICE;
}

const struct rule *rule_find(const struct rule *rules, enum rule_place place, const char *name)
{
    for (; rules != NULL && rules->name != NULL; rules++) {
        if (rules->place == place && strcmp(rules->name, name) == 0)
            return rules;
    }
    return NULL;
}

bool rules_have(const struct rule *rules, enum rule_place place)
{
    for (; rules->name != NULL; rules++) {
        if (rules->place == place)
            return true;
    }
    return false;
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
