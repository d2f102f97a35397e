/* SPDX-License-Identifier: MIT */
/* What is read although the documents have it otherwise (struct decoder, `lenient`). */
#ifndef JSON_LENIENT_H
#define JSON_LENIENT_H

#include "json/complaints.h"

/*
 * The value of a member that has this rule: a number or boolean becomes a string in the object itself, if
 * the rule is of a string; "" is removed, if the rule says so. NULL for NULL.
 */
json_t *lenient_member(struct decoder *d, const struct rule *rule, const struct place *place,
                       json_t *object, json_t *value);

/* The same for an item of a list of strings. */
json_t *lenient_item(struct decoder *d, const struct place *place, json_t *array, size_t index);

/* The value of a path parameter: in upper case, if the rule says so and that is one of its values. */
const char *lenient_parameter(struct decoder *d, const struct rule *rule, const char *value);

#endif
