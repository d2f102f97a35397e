/* SPDX-License-Identifier: MIT */
/* Rules and views as JSON Schema (2020-12): what the documents say of them can't drift from them. */
#ifndef JSON_SCHEMA_H
#define JSON_SCHEMA_H
#include "json/rules.h"
#include "json/views.h"

/*
 * The object that the rules of `place` describe: a new reference. An optional member may also be
 * null. With `strict`, here and in what is nested, other members are refused.
 */
json_t *rules_schema(const struct rule *rules, enum rule_place place, bool strict);

/* One value, which is not null: a parameter of a path or query. A new reference. */
json_t *rule_schema(const struct rule *rule);

/* An answer, which has the view's members and no others: a new reference. */
json_t *view_schema(const struct view *view);

#endif
