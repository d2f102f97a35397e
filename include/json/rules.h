/* SPDX-License-Identifier: MIT */
/*
 * What an operation accepts, as data: one table of rules for its path, its query and its body.
 * One walk checks and decodes it into a typed struct, and gathers every complaint; another walk
 * makes its JSON Schema. A rule that points at a member of the wrong type does not compile.
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

/* Given, and neither absent (0) nor anybody's. */
#define NOBODYS_ID (-1)

enum rule_kind {
    RULE_KIND_TEXT,    /* const char *; borrowed from the JSON or the arena */
    RULE_KIND_ID,      /* int64_t from a string of digits; NOBODYS_ID for what can be no id */
    RULE_KIND_INTEGER, /* int64_t */
    RULE_KIND_BOOLEAN, /* enum maybe */
    RULE_KIND_CHOICE,  /* int: the index in `values`; -1 when absent */
    RULE_KIND_OBJECT,  /* a struct, described by `members` */
    RULE_KIND_LIST,    /* struct list of structs of `item_size`, described by `members` */
    RULE_KIND_TEXTS,   /* struct list of const char *; the limits hold for the list's length */
    RULE_KIND_JSON,    /* json_t *, borrowed: any value */
    RULE_KIND_SPECIAL, /* int64_t through `special` */
};

enum rule_place { IN_BODY, IN_PATH, IN_QUERY };

/* A member of the same object, and the values of it that matter. */
struct sibling {
    const char *name;
    const char *const *values; /* NULL-terminated */
};

struct rule {
    const char *name; /* NULL ends a table */
    enum rule_kind kind;
    size_t offset;
    enum rule_place place;
    bool required; /* absent and null are refused */
    bool secret;   /* shown to nobody (journal) */
    const struct sibling
        *secret_beside; /* secret where the sibling has such a value; NULL: never */
    bool not_blank;     /* "" and white space are refused */
    bool open;          /* unknown members below it are ignored, even where the input is strict */
    bool unread;        /* judged, and given to nobody: it is kept with the body (rules_keep) */
    int64_t least;      /* of a text's length, a list's, or an integer's value */
    int64_t most;       /* 0: no limit */
    enum format format;
    const char *const *values; /* NULL-terminated */
    const struct rule *members;
    size_t item_size;
    bool (*special)(const json_t *value, int64_t *ret);
    const char *schema; /* JSON Schema of a special, or of a JSON value of which more is known */
};

/* The rules of one operation. */
struct input {
    const char *name; /* of its schema */
    const struct rule *rules;
    size_t size;
    bool array;  /* the body is an array: the one rule of the body is a list, and is all of it */
    bool strict; /* unknown members are refused */
    bool patch;  /* any of the members may be absent, inside others as well */
    bool body_optional; /* no body at all counts as {} */
    bool judged_later;  /* the rules only document the body: the handler judges it */
    bool form;          /* application/x-www-form-urlencoded is read, too */
    const char *word;   /* a JSON string that the body may be instead of an object; NULL: none */
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

enum complaint_kind {
    WRONG_MISSING,
    WRONG_BLANK,
    WRONG_SIZE,
    WRONG_PATTERN,
    WRONG_CHOICE,
    WRONG_TOO_SMALL,
    WRONG_TOO_LARGE,
    WRONG_TYPE,
    WRONG_UNKNOWN,
    WRONG_OTHERWISE, /* as `detail` says */
};

/* Where a value stands: a chain towards the root. */
struct place {
    const struct place *parent; /* NULL: at the top level */
    const char *name;           /* a member's, or a list's index */
};

struct complaint {
    enum complaint_kind kind;
    const struct rule *rule; /* NULL for an unknown member */
    struct place place;
    const char *detail; /* of WRONG_OTHERWISE; the offered value of WRONG_CHOICE */
};

struct decoder {
    struct arena *arena;
    struct list complaints; /* struct complaint */
    bool strict;
};

/* A complaint that no rule makes; `detail` is a clause like those of complaint_text. */
void complaint_add(struct decoder *d, const struct place *place, const char *detail);

/* Strings by name: path parameters and query. The first of a name counts. */
struct pair {
    const char *name;
    const char *value;
    size_t length;
};

struct pairs {
    const struct pair *items;
    size_t count;
};

const struct pair *pairs_find(const struct pairs *pairs, const char *name);

/* Complains of each pair that no rule of `place` names; `rules` may be NULL. */
void rules_refuse_unknown(struct decoder *d, const struct rule *rules, enum rule_place place,
                          const struct pairs *pairs);

/* Decodes the rules of `place` from strings. */
void rules_decode_pairs(struct decoder *d, const struct rule *rules, enum rule_place place,
                        const struct pairs *pairs, void *ret);

/* Decodes the body's rules from a JSON object, which must outlive `ret`. */
void rules_decode_object(struct decoder *d, const struct rule *rules, const struct place *parent,
                         const json_t *object, void *ret);

/* The same for a body that is an array as a whole: `rule` is that of a list in *ret. */
void rules_decode_array(struct decoder *d, const struct rule *rule, const json_t *array, void *ret);

/* The list that the body is, where it is an array. */
const struct rule *body_rule(const struct input *input);

/* What describes the members of a body, or of each item of one that is an array. */
const struct rule *body_rules(const struct input *input);

/* Any number, whole or not, or null; for a special. */
bool rule_number(const json_t *value, int64_t *ret);

/*
 * What the rules know of a body that they have judged, in their order: a new reference. Absent
 * are unknown members and those that are null; what is secret is there as "".
 */
json_t *rules_keep(const struct rule *rules, const json_t *object);

/* The rule of that name in `place`; NULL when there is none, or no rules. */
const struct rule *rule_find(const struct rule *rules, enum rule_place place, const char *name);

bool rules_have(const struct rule *rules, enum rule_place place);

/* "rootUser.mobile.number" and "/rootUser/mobile/number" (RFC 6901). */
const char *place_dotted(struct arena *a, const struct place *place);
const char *place_pointer(struct arena *a, const struct place *place);

/* What is wrong, as a clause: "must not be null", "size must be between 6 and 6". */
const char *complaint_text(struct arena *a, const struct complaint *c);

#endif
