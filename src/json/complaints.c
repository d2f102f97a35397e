/* SPDX-License-Identifier: MIT */
/* Complaints: where and what, as data and as text. */
#include "json/complaints.h"

#include "base/text.h"

#include <string.h>

/* Longer names of unknown members are cut, as one may fill the whole body. */
#define NAME_MOST 200

struct place *place_copy(struct arena *a, const struct place *place)
{
    struct place *copy = arena_alloc(a, sizeof *copy);

    copy->parent = place->parent == NULL ? NULL : place_copy(a, place->parent);
    copy->name = place->name == NULL ? arena_int(a, (int64_t) place->index)
                                     : arena_textn(a, place->name, strnlen(place->name, NAME_MOST));
    return copy;
}

struct complaint *complaint_new(struct decoder *d, enum complaint_kind kind,
                                const struct rule *rule, const struct place *place)
{
    if (d->complaints.count == COMPLAINTS_MOST) {
        d->more++;
        return NULL;
    }
    struct complaint *c = list_add(&d->complaints, d->arena);

    *c = (struct complaint){.kind = kind, .rule = rule, .place = *place_copy(d->arena, place)};
    return c;
}

size_t complaints_count(const struct decoder *d)
{
    return d->complaints.count + d->more;
}

void complaint_add(struct decoder *d, const struct place *place, const char *detail)
{
    struct complaint *c = complaint_new(d, WRONG_OTHER, NULL, place);

    if (c != NULL)
        c->detail = detail;
}

static void add_place(struct text *t, const struct place *place, char separator)
{
    if (place->parent != NULL)
        add_place(t, place->parent, separator);
    if (place->parent != NULL || separator == '/')
        text_char(t, separator);
    for (const char *c = place->name; *c != '\0'; c++) {
        if (separator == '/' && (*c == '~' || *c == '/'))
            text_add(t, *c == '~' ? "~0" : "~1");
        else
            text_char(t, *c);
    }
}

const char *place_dotted(struct arena *a, const struct place *place)
{
    struct text t = TEXT_IN(a);

    add_place(&t, place, '.');
    return text_string(&t);
}

const char *place_pointer(struct arena *a, const struct place *place)
{
    struct text t = TEXT_IN(a);

    add_place(&t, place, '/');
    return text_string(&t);
}

static const char *values_text(struct arena *a, const char *const *values, const char *offered)
{
    struct text t = TEXT_IN(a);

    text_format(&t, "is \"%s\", must be one of ", offered);
    for (size_t i = 0; values[i] != NULL; i++)
        text_format(&t, "%s%s", i == 0 ? "" : ", ", values[i]);
    return text_string(&t);
}

static const char *type_text(enum rule_kind kind)
{
    static const char *const texts[] = {
        [RULE_KIND_TEXT] = "must be a string",
        [RULE_KIND_ID] = "must be a string of digits",
        [RULE_KIND_INTEGER] = "must be an integer",
        [RULE_KIND_BOOLEAN] = "must be true or false",
        [RULE_KIND_CHOICE] = "must be a string",
        [RULE_KIND_OBJECT] = "must be an object",
        [RULE_KIND_LIST] = "must be an array of objects",
        [RULE_KIND_TEXTS] = "must be an array of strings",
        [RULE_KIND_JSON] = "must be a value",
        [RULE_KIND_SPECIAL] = "must be a value of the documented type",
    };

    return texts[kind];
}

const char *complaint_text(struct arena *a, const struct complaint *c)
{
    switch (c->kind) {
    case WRONG_MISSING:
        return "must not be null";
    case WRONG_BLANK:
        return "must not be blank";
    case WRONG_SIZE:
        return c->rule->most == 0
                   ? arena_printf(a, "size must be at least %lld", (long long) c->rule->least)
                   : arena_printf(a, "size must be between %lld and %lld",
                                  (long long) c->rule->least, (long long) c->rule->most);
    case WRONG_PATTERN:
        return arena_printf(a, "must match \"%s\"", format_pattern(c->rule->format));
    case WRONG_CHOICE:
        return values_text(a, c->rule->values, c->detail);
    case WRONG_TOO_SMALL:
        return arena_printf(a, "must be greater than or equal to %lld", (long long) c->rule->least);
    case WRONG_TOO_LARGE:
        return arena_printf(a, "must be less than or equal to %lld", (long long) c->rule->most);
    case WRONG_TYPE:
        return type_text(c->rule->kind);
    case WRONG_UNKNOWN:
        return "is unknown";
    case WRONG_OTHER:
        return c->detail;
    }
    return "";
}
