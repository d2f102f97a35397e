/* SPDX-License-Identifier: MIT */
/* Values that public clients send, and the real gateway takes (weavr-identities.md 10, weavr-auth.md 1.3.1). */
#include "lenient.h"

#include "json/values.h"

#include <ctype.h>
#include <string.h>

/* The first is enough for a hint. */
static void note(struct decoder *d, const char *what, const struct place *place, const char *how)
{
    if (d->leniency == NULL)
        d->leniency = arena_printf(d->arena, "The %s %s %s.", what,
                                   place_dotted(d->arena, place_copy(d->arena, place)), how);
}

static bool is_scalar(const json_t *value)
{
    return json_is_number(value) || json_is_boolean(value);
}

static json_t *as_string(struct decoder *d, const struct place *place, const json_t *value)
{
    note(d, "member", place,
         json_is_number(value) ? "was a number; it was read as its text"
                               : "was true or false; it was read as its text");
    return json_string(json_text(d->arena, value));
}

json_t *lenient_member(struct decoder *d, const struct rule *rule, const struct place *place,
                       json_t *object, json_t *value)
{
    if (value != NULL && rule_is_string(rule) && is_scalar(value)) {
        json_object_set_new(object, rule->name, as_string(d, place, value));
        return json_object_get(object, rule->name);
    }
    if (rule->empty_is_absent && json_is_string(value) && json_string_length(value) == 0) {
        note(d, "member", place, "was empty; it was read as left out");
        json_object_del(object, rule->name);
        return NULL;
    }
    return value;
}

json_t *lenient_item(struct decoder *d, const struct place *place, json_t *array, size_t index)
{
    json_t *item = json_array_get(array, index);

    if (!is_scalar(item))
        return item;
    json_array_set_new(array, index, as_string(d, place, item));
    return json_array_get(array, index);
}

const char *lenient_parameter(struct decoder *d, const struct rule *rule, const char *value)
{
    const struct place place = {.name = rule->name};
    char *upper = arena_text(d->arena, value);

    for (char *c = upper; *c != '\0'; c++) {
        if (isupper((unsigned char) *c))
            return value; /* it is not in lower case */
        *c = (char) toupper((unsigned char) *c);
    }
    if (strcmp(upper, value) == 0 || rule_value_index(rule, upper) < 0)
        return value;
    note(d, "path parameter", &place, "was in lower case; it was read in upper case");
    return upper;
}
