/* SPDX-License-Identifier: MIT */
/*
 * What an answer contains, as data: view_write writes the JSON of a struct, view_schema (schema.h) makes
 * the JSON Schema of the same table. No JSON tree is built, because that took as long as the look-ups
 * (docs/architecture.md).
 */
#ifndef JSON_VIEWS_H
#define JSON_VIEWS_H

#include "base/text.h"
#include "json/rules.h"

enum field_kind {
    FIELD_TEXT,    /* const char * */
    FIELD_ID,      /* int64_t as a string of digits */
    FIELD_INTEGER, /* int64_t */
    FIELD_BOOLEAN, /* bool */
    FIELD_MAYBE,   /* enum maybe, omitted when UNSET */
    FIELD_NAME,    /* unsigned: an index of `values` */
    FIELD_TIME,    /* int64_t milliseconds as RFC 3339 */
    FIELD_OBJECT,  /* an embedded struct */
    FIELD_POINTER, /* a pointer to a struct; NULL only when optional */
    FIELD_LIST,    /* struct list of structs */
    FIELD_TEXTS,   /* struct list of const char * */
    FIELD_NUMBER,  /* const char *: a number in JSON */
    FIELD_JSON,    /* const char *: any JSON, written as it is */
    FIELD_JSONS,   /* struct list of const char *, each of them JSON */
};

struct field {
    const char *name; /* NULL ends a table */
    size_t offset;
    const char *const *values;
    const struct field *fields;
    const struct rule *rules; /* of JSON that is a stored body (rules_filter); NULL: any value */
    enum field_kind kind;
    bool optional; /* omitted when NULL, 0, false or empty */
    bool secret;   /* not shown in the journal */
};

/*
 * A named answer: an object, or with `array` a list of objects, whose data is a struct list. It has one of
 *   fields:    the data is a struct,
 *   rules:     the data is a stored body (rules_filter), a const char *,
 *   document:  the body is text that the handler has written; view_write isn't called.
 */
struct view {
    const char *name;
    const struct field *fields;
    const struct rule *rules;
    const struct rule *document;
    bool array;
};

/* clang-format off */
#define SHOW_TEXT(type, member, wire, ...)                                                         \
    {.name = (wire), .kind = FIELD_TEXT, .offset = MEMBER_AT(type, member, const char *),          \
     __VA_ARGS__}
#define SHOW_ID(type, member, wire, ...)                                                           \
    {.name = (wire), .kind = FIELD_ID, .offset = MEMBER_AT(type, member, int64_t), __VA_ARGS__}
#define SHOW_INTEGER(type, member, wire, ...)                                                      \
    {.name = (wire), .kind = FIELD_INTEGER, .offset = MEMBER_AT(type, member, int64_t),            \
     __VA_ARGS__}
#define SHOW_BOOLEAN(type, member, wire, ...)                                                      \
    {.name = (wire), .kind = FIELD_BOOLEAN, .offset = MEMBER_AT(type, member, bool), __VA_ARGS__}
#define SHOW_MAYBE(type, member, wire)                                                             \
    {.name = (wire), .kind = FIELD_MAYBE, .optional = true,                                        \
     .offset = MEMBER_AT(type, member, enum maybe)}
#define SHOW_NAME(type, member, wire, list, ...)                                                   \
    {.name = (wire), .kind = FIELD_NAME, .values = (list),                                         \
     .offset = MEMBER_AT(type, member, unsigned), __VA_ARGS__}
#define SHOW_TIME(type, member, wire, ...)                                                         \
    {.name = (wire), .kind = FIELD_TIME, .offset = MEMBER_AT(type, member, int64_t), __VA_ARGS__}
#define SHOW_OBJECT(type, member, wire, table, ...)                                                \
    {.name = (wire), .kind = FIELD_OBJECT, .fields = (table), .offset = offsetof(type, member),    \
     __VA_ARGS__}
#define SHOW_POINTER(type, member, wire, table, ...)                                               \
    {.name = (wire), .kind = FIELD_POINTER, .fields = (table), .offset = offsetof(type, member),   \
     __VA_ARGS__}
#define SHOW_LIST(type, member, wire, table, ...)                                                  \
    {.name = (wire), .kind = FIELD_LIST, .fields = (table),                                        \
     .offset = MEMBER_AT(type, member, struct list), __VA_ARGS__}
#define SHOW_TEXTS(type, member, wire, ...)                                                        \
    {.name = (wire), .kind = FIELD_TEXTS, .offset = MEMBER_AT(type, member, struct list),          \
     __VA_ARGS__}
#define SHOW_NUMBER(type, member, wire, ...)                                                       \
    {.name = (wire), .kind = FIELD_NUMBER, .offset = MEMBER_AT(type, member, const char *),        \
     __VA_ARGS__}
#define SHOW_JSON(type, member, wire, ...)                                                         \
    {.name = (wire), .kind = FIELD_JSON, .offset = MEMBER_AT(type, member, const char *),          \
     __VA_ARGS__}
#define SHOW_BODY(type, member, wire, table)                                                       \
    {.name = (wire), .kind = FIELD_JSON, .rules = (table),                                         \
     .offset = MEMBER_AT(type, member, const char *)}
#define SHOW_BODIES(type, member, wire, table)                                                     \
    {.name = (wire), .kind = FIELD_JSONS, .rules = (table),                                        \
     .offset = MEMBER_AT(type, member, struct list)}
#define OPTIONAL .optional = true
#define END_OF_FIELDS {.name = NULL}
/* clang-format on */

/* Appends the JSON of `data` to a text. */
void view_write(struct text *t, const struct view *view, const void *data);

#endif
