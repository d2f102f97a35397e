/* SPDX-License-Identifier: MIT */
/*
 * What an answer contains, as data: one walk writes the JSON, another makes its JSON Schema.
 * The JSON is written straight into the reply's text, with no tree between (docs/architecture.md).
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
    FIELD_MAYBE,   /* enum maybe, left out when UNSET */
    FIELD_NAME,    /* unsigned, shown as its name in `values` */
    FIELD_TIME,    /* int64_t milliseconds as RFC 3339 */
    FIELD_OBJECT,  /* an embedded struct */
    FIELD_POINTER, /* a pointer to a struct; NULL only when optional */
    FIELD_LIST,    /* struct list of structs */
    FIELD_TEXTS,   /* struct list of const char * */
    FIELD_NUMBER,  /* const char *: a number as JSON writes it */
    FIELD_JSON,    /* const char *: JSON as it is */
    FIELD_JSONS,   /* struct list of const char *, each JSON as it is */
};

struct field {
    const char *name; /* NULL ends a table */
    size_t offset;
    const char *const *values;
    const struct field *fields;
    const struct rule *rules; /* of JSON that is a body which they have kept; NULL: any value */
    enum field_kind kind;
    bool optional; /* left out when NULL, 0, false or empty */
    bool secret;   /* shown to nobody but who is answered (journal) */
};

/*
 * A named answer: an object, or an array of them (then the data is a struct list). With rules
 * instead of fields it is a body that they have kept, a const char *, or an array of such. With
 * neither it is text that somebody else wrote, an object with the members of `document`.
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
#define SHOW_NUMBER(type, member, wire)                                                            \
    {.name = (wire), .kind = FIELD_NUMBER, .offset = MEMBER_AT(type, member, const char *)}
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

/* Appends the JSON of `data`. */
void view_write(struct text *t, const struct view *view, const void *data);

#endif
