/* SPDX-License-Identifier: MIT */
/* Checks an input by its rules, and decodes it into the struct that they describe. */
#ifndef JSON_DECODE_H
#define JSON_DECODE_H

#include "json/complaints.h"

/* Adds a complaint for each pair that has no rule in `place`; `rules` may be NULL. */
void rules_refuse_unknown(struct decoder *d, const struct rule *rules, enum rule_place place,
                          const struct pairs *pairs);

/* Decodes path or query into `ret`, a struct as the rules describe it. */
void rules_decode_pairs(struct decoder *d, const struct rule *rules, enum rule_place place,
                        const struct pairs *pairs, void *ret);

/*
 * Decodes a JSON object, which must outlive `ret`: texts and lists point into it. What a lenient decoder
 * takes is changed in the object, so that it is then as the rules say.
 */
void rules_decode_object(struct decoder *d, const struct rule *rules, const struct place *parent,
                         json_t *object, void *ret);

/* Decodes a body that is an array: `rule` is that of the list in *ret. */
void rules_decode_array(struct decoder *d, const struct rule *rule, json_t *array, void *ret);

#endif
