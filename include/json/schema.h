/* SPDX-License-Identifier: MIT */
/* JSON Schema (2020-12) of rules and views, so that the documents always agree with the code. */
#ifndef JSON_SCHEMA_H
#define JSON_SCHEMA_H

#include "json/rules.h"
#include "json/views.h"

/*
 * The schema of the object that the rules of `place` describe. Optional members may be null. With `strict`
 * neither it nor a nested object may have other members. Returns a new reference, as all of these do.
 */
json_t *rules_schema(const struct rule *rules, enum rule_place place, bool strict);

/* The schema of one value that can't be null: a parameter of a path or query. */
json_t *rule_schema(const struct rule *rule);

/* The schema of an answer, which has no other members than the view's. */
json_t *view_schema(const struct view *view);

#endif
