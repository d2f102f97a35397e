/* SPDX-License-Identifier: MIT */
/*
 * What an operation accepts, as data: one table of rules for its path, its query and its body. decode.h
 * checks the input and decodes it into a typed struct; rules_schema (schema.h) makes the JSON Schema of the
 * same table. A rule for a member of the wrong C type does not compile.
 */
#ifndef JSON_RULES_H
#define JSON_RULES_H

#include "base/array.h"
#include "base/list.h"
#include "base/maybe.h"
#include "json/formats.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Sent, but no valid id; an absent id is 0. */
#define INVALID_ID (-1)

enum rule_kind {
    RULE_KIND_TEXT,    /* const char *, owned by the JSON or the arena */
    RULE_KIND_ID,      /* int64_t from a string of digits; INVALID_ID if there is no such id */
    RULE_KIND_INTEGER, /* int64_t */
    RULE_KIND_BOOLEAN, /* enum maybe */
    RULE_KIND_CHOICE,  /* int: the index in `values`; -1 when absent */
    RULE_KIND_OBJECT,  /* a struct, described by `members` */
    RULE_KIND_LIST,    /* struct list of structs of `item_size`, described by `members` */
    RULE_KIND_TEXTS,   /* struct list of const char *; the limits are of the list's length */
    RULE_KIND_JSON,    /* json_t *: any value, a borrowed reference */
    RULE_KIND_SPECIAL, /* int64_t through `special` */
};

enum rule_place { IN_BODY, IN_PATH, IN_QUERY };

/* A condition: another member of the same object has one of these values. */
struct sibling {
    const char *name;
    const char *const *values; /* NULL-terminated */
};

struct rule {
    const char *name; /* NULL ends a table */
    enum rule_kind kind;
    size_t offset;
    enum rule_place place;
    bool required; /* absent and null are errors */
    bool secret;   /* not shown in the journal */
    const struct sibling
        *secret_unless;   /* secret, except under this condition; NULL: as `secret` says */
    bool not_blank;       /* "" and white space are errors */
    bool open;            /* unknown members inside it are ignored, even if the input is strict */
    bool lower_case;      /* where the input is read leniently: "sms" is taken for "SMS" */
    bool empty_is_absent; /* likewise: "" is taken as left out */
    bool unread;          /* checked but not decoded; only stored with the body (rules_filter) */
    int64_t least;        /* of the length of a text or list, or of an integer */
    int64_t most;         /* 0: no limit */
    enum format format;
    const char *const *values; /* NULL-terminated */
    const struct rule *members;
    size_t item_size;
    bool (*special)(const json_t *value, int64_t *ret);
    const char *schema; /* JSON Schema of a special, or to say more of a JSON value */
};

/* What one operation accepts. */
struct input {
    const char *name; /* of its schema */
    const struct rule *rules;
    size_t size;
    bool array;  /* the body is an array: it has one rule, a list, whose name is not on the wire */
    bool strict; /* unknown members are errors */
    bool patch;  /* every member may be absent, nested ones as well */
    bool body_optional;      /* an empty body counts as {} */
    bool checked_by_handler; /* the rules only document the body: the handler checks it */
    bool form;               /* application/x-www-form-urlencoded is accepted as well */
    const char *word;        /* a JSON string that is accepted instead of an object; NULL: none */
};

/* clang-format off */
#define MEMBER_AT(type, member, member_type)                                                       \
    _Generic(((type *) 0)->member, member_type: offsetof(type, member))
#define RULE_TEXT(type, member, wire, ...)                                                         \
    {.name = (wire), .kind = RULE_KIND_TEXT,                                                       \
     .offset = MEMBER_AT(type, member, const char *), __VA_ARGS__}
#define RULE_ID(type, member, wire, ...)                                                           \
    {.name = (wire), .kind = RULE_KIND_ID, .format = FORMAT_DIGITS,                                \
     .offset = MEMBER_AT(type, member, int64_t), __VA_ARGS__}
#define RULE_INTEGER(type, member, wire, ...)                                                      \
    {.name = (wire), .kind = RULE_KIND_INTEGER,                                                    \
     .offset = MEMBER_AT(type, member, int64_t), __VA_ARGS__}
#define RULE_BOOLEAN(type, member, wire, ...)                                                      \
    {.name = (wire), .kind = RULE_KIND_BOOLEAN,                                                    \
     .offset = MEMBER_AT(type, member, enum maybe), __VA_ARGS__}
#define RULE_CHOICE(type, member, wire, list, ...)                                                 \
    {.name = (wire), .kind = RULE_KIND_CHOICE, .values = (list),                                   \
     .offset = MEMBER_AT(type, member, int), __VA_ARGS__}
#define RULE_OBJECT(type, member, wire, table, ...)                                                \
    {.name = (wire), .kind = RULE_KIND_OBJECT, .members = (table),                                 \
     .offset = offsetof(type, member), __VA_ARGS__}
#define RULE_LIST(type, member, wire, table, item, ...)                                            \
    {.name = (wire), .kind = RULE_KIND_LIST, .members = (table), .item_size = sizeof(item),        \
     .offset = MEMBER_AT(type, member, struct list), __VA_ARGS__}
#define RULE_TEXTS(type, member, wire, ...)                                                        \
    {.name = (wire), .kind = RULE_KIND_TEXTS,                                                      \
     .offset = MEMBER_AT(type, member, struct list), __VA_ARGS__}
#define RULE_JSON(type, member, wire, ...)                                                         \
    {.name = (wire), .kind = RULE_KIND_JSON,                                                       \
     .offset = MEMBER_AT(type, member, json_t *), __VA_ARGS__}
#define RULE_SPECIAL(type, member, wire, decoder, text, ...)                                     \
    {.name = (wire), .kind = RULE_KIND_SPECIAL, .special = (decoder),                              \
     .schema = (text), .offset = MEMBER_AT(type, member, int64_t), __VA_ARGS__}
#define UNREAD_TEXT(wire, ...)                                                                      \
    {.name = (wire), .kind = RULE_KIND_TEXT, .unread = true, __VA_ARGS__}
#define UNREAD_TEXTS(wire, ...)                                                                     \
    {.name = (wire), .kind = RULE_KIND_TEXTS, .unread = true, __VA_ARGS__}
#define UNREAD_BOOLEAN(wire) {.name = (wire), .kind = RULE_KIND_BOOLEAN, .unread = true}
#define UNREAD_NUMBER(wire)                                                                        \
    {.name = (wire), .kind = RULE_KIND_SPECIAL, .unread = true, .special = rule_number,             \
     .schema = "{\"type\":[\"number\",\"null\"]}"}
#define UNREAD_JSON(wire) {.name = (wire), .kind = RULE_KIND_JSON, .unread = true}
#define UNREAD_OBJECT(wire, table, ...)                                                            \
    {.name = (wire), .kind = RULE_KIND_OBJECT, .unread = true, .members = (table), __VA_ARGS__}
#define UNREAD_LIST(wire, table, ...)                                                              \
    {.name = (wire), .kind = RULE_KIND_LIST, .unread = true, .members = (table),                   \
     .item_size = sizeof(void *), __VA_ARGS__}
#define REQUIRED .required = true
#define SECRET .secret = true
#define END_OF_RULES {.name = NULL}
/* clang-format on */

/* Strings by name: path parameters, query, headers. */
struct pair {
    const char *name;
    const char *value;
    size_t length;
};

struct pairs {
    const struct pair *items;
    size_t count;
};

/* The first pair of that name, or NULL. */
const struct pair *pairs_find(const struct pairs *pairs, const char *name);

/* The rule of the list if the body is an array. */
const struct rule *body_rule(const struct input *input);

/* The rules of the body's members, or of each item's if the body is an array. */
const struct rule *body_rules(const struct input *input);

/* For RULE_KIND_SPECIAL: accepts any number, or null. */
bool rule_number(const json_t *value, int64_t *ret);

/*
 * A body as it is stored: its members that have rules and are not null, in the order of the rules, with ""
 * for secrets. The body must have passed the rules. Returns a new reference.
 */
json_t *rules_filter(const struct rule *rules, const json_t *object);

/* The rule of that name in `place`; NULL if there is none or `rules` is NULL. */
const struct rule *rule_find(const struct rule *rules, enum rule_place place, const char *name);

/* The index of a text in its `values`; -1: it isn't there. */
int rule_value_index(const struct rule *rule, const char *text);

/* Whether its values are strings in JSON. */
bool rule_is_string(const struct rule *rule);

/* Whether any rule is of `place`. */
bool rules_have(const struct rule *rules, enum rule_place place);

#endif
