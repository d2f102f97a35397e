/* SPDX-License-Identifier: MIT */
/* Writing JSON as views describe it. */
#include "json/views.h"

#include "base/clock.h"

#include <string.h>

static void write_object(struct text *t, const struct field *fields, const void *data);

static const char *text_at(const void *at)
{
    return *(const char *const *) at;
}

static int64_t number_at(const void *at)
{
    return *(const int64_t *) at;
}

static void write_time(struct text *t, int64_t time)
{
    char formatted[CLOCK_TEXT_SIZE];

    clock_format(time, formatted);
    text_quoted(t, formatted);
}

static void write_objects(struct text *t, const struct field *fields, const struct list *list)
{
    text_char(t, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            text_char(t, ',');
        write_object(t, fields, list_at(list, i));
    }
    text_char(t, ']');
}

/* Writes each text with `write`: quoted, or as it is. */
static void write_texts(struct text *t, const struct list *list,
                        void (*write)(struct text *t, const char *text))
{
    text_char(t, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            text_char(t, ',');
        write(t, text_at(list_at(list, i)));
    }
    text_char(t, ']');
}

static void write_field(struct text *t, const struct field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_TEXT:
        text_quoted(t, text_at(at));
        break;
    case FIELD_ID:
        text_char(t, '"');
        text_int(t, number_at(at));
        text_char(t, '"');
        break;
    case FIELD_INTEGER:
        text_int(t, number_at(at));
        break;
    case FIELD_BOOLEAN:
        text_add(t, *(const bool *) at ? "true" : "false");
        break;
    case FIELD_MAYBE:
        text_add(t, *(const enum maybe *) at == YES ? "true" : "false");
        break;
    case FIELD_NAME:
        text_quoted(t, field->values[*(const unsigned *) at]);
        break;
    case FIELD_TIME:
        write_time(t, number_at(at));
        break;
    case FIELD_OBJECT:
        write_object(t, field->fields, at);
        break;
    case FIELD_POINTER:
        write_object(t, field->fields, *(const void *const *) at);
        break;
    case FIELD_LIST:
        write_objects(t, field->fields, at);
        break;
    case FIELD_TEXTS:
        write_texts(t, at, text_quoted);
        break;
    case FIELD_JSONS:
        write_texts(t, at, text_add);
        break;
    case FIELD_NUMBER:
    case FIELD_JSON:
        text_add(t, text_at(at));
        break;
    }
}

static bool is_absent(const struct field *field, const void *at)
{
    if (!field->optional)
        return false;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NUMBER:
    case FIELD_JSON:
    case FIELD_POINTER:
        return *(const void *const *) at == NULL;
    case FIELD_ID:
    case FIELD_INTEGER:
    case FIELD_TIME:
        return number_at(at) == 0;
    case FIELD_LIST:
    case FIELD_TEXTS:
    case FIELD_JSONS:
        return ((const struct list *) at)->count == 0;
    case FIELD_MAYBE:
        return *(const enum maybe *) at == UNSET;
    case FIELD_BOOLEAN:
        return !*(const bool *) at;
    case FIELD_NAME:
    case FIELD_OBJECT:
        return false;
    }
    return false;
}

/* `{"name":` or `,"name":`; no name of a field needs an escape. */
static void write_name(struct text *t, char before, const char *name)
{
    char opening[2] = {before, '"'};

    text_addn(t, opening, 2);
    text_add(t, name);
    text_addn(t, "\":", 2);
}

static void write_object(struct text *t, const struct field *fields, const void *data)
{
    char before = '{';

    for (const struct field *field = fields; field->name != NULL; field++) {
        const void *at = (const char *) data + field->offset;

        if (is_absent(field, at))
            continue;
        write_name(t, before, field->name);
        write_field(t, field, at);
        before = ',';
    }
    text_add(t, before == '{' ? "{}" : "}");
}

void view_write(struct text *t, const struct view *view, const void *data)
{
    if (view->rules != NULL && view->array)
        write_texts(t, data, text_add);
    else if (view->rules != NULL)
        text_add(t, text_at(data));
    else if (view->array)
        write_objects(t, view->fields, data);
    else
        write_object(t, view->fields, data);
}
