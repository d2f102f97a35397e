/* SPDX-License-Identifier: MIT */
/* docs/operations.md, printed from the tables of operations, errors and settings. */
#include "documents/documents.h"
#include "weavr/shared_types.h"

#include <string.h>

static const char *const callers[] = {
    [OPEN] = "anyone",
    [APP_KEY] = "an application",
    [SIGNED_IN] = "a signed-in user",
    [BEARER] = "a bearer token of the tenant",
    [ITS_TENANT] = "a bearer token",
    [OPERATOR] = "the operator",
};

/* The name of a kind of setting, and the unit of its limits. */
static const struct kind_words {
    const char *text;
    const char *unit;
} kind_words[] = {
    [RULE_KIND_TEXT] = {"string", " characters"}, [RULE_KIND_ID] = {"id", " digits"},
    [RULE_KIND_INTEGER] = {"integer", ""},        [RULE_KIND_BOOLEAN] = {"boolean", ""},
    [RULE_KIND_CHOICE] = {"one of ", ""},         [RULE_KIND_OBJECT] = {"object of ", ""},
    [RULE_KIND_LIST] = {"list of ", " items"},    [RULE_KIND_TEXTS] = {"list of strings", " items"},
    [RULE_KIND_JSON] = {"any value", ""},         [RULE_KIND_SPECIAL] = {"", ""},
};

/* The defaults of the settings as JSON, in the order of settings_rules. */
static const char *const defaults[] = {
#define NUMBER(member, name, value, least, most, text) value,
#define FLAG(member, name, value, text) value,
#define CHOICE(member, name, value, values, text) value,
#define PATTERN(member, name, value, format, text) value,
#define TEXTS(member, name, value, text) value,
#define ADDRESS(member, name, most, text) "null",
#define GROUP(member, name, value, group, text) value,
#define OPTIONAL_GROUP(member, name, group, text) "null",
#define SPECIAL(member, name, value, decoder, text) value,
#include "model/settings.def"
};

/* The meanings of the settings, in the same order. */
static const char *const meanings[] = {
#define NUMBER(member, name, value, least, most, text) text,
#define FLAG(member, name, value, text) text,
#define CHOICE(member, name, value, values, text) text,
#define PATTERN(member, name, value, format, text) text,
#define TEXTS(member, name, value, text) text,
#define ADDRESS(member, name, most, text) text,
#define GROUP(member, name, value, group, text) text,
#define OPTIONAL_GROUP(member, name, group, text) text,
#define SPECIAL(member, name, value, decoder, text) text,
#include "model/settings.def"
};

/* Whether the operation declares the error itself, beside those of its family. */
static bool is_own(const struct operation *operation, enum error error)
{
    const enum error *common = operation->family->common_errors(operation);

    while (*common != NO_ERROR && *common != error)
        common++;
    return *common == NO_ERROR && operation_declares(operation, operation->family, error);
}

static void write_own_errors(struct text *t, const struct operation *operation)
{
    const char *before = "";

    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (!is_own(operation, (enum error) i))
            continue;
        text_format(t, "%s`%s`", before, error_rows[i].name);
        before = ", ";
    }
}

static void write_caller(struct text *t, const struct operation *operation)
{
    const char *usual = callers[operation->access];

    if (operation->family->write_caller == NULL)
        text_add(t, usual);
    else
        operation->family->write_caller(t, operation, usual);
}

static void write_operation(struct text *t, const struct operation *operation)
{
    text_format(t, "| `%s` | `%s %s` | ", operation->name, method_names[operation->method],
                operation->path);
    write_caller(t, operation);
    text_format(t, " | %d", operation->status);
    if (operation->other_status != 0)
        text_format(t, "; %d with `Prefer: code=%d`", operation->other_status,
                    operation->other_status);
    if (operation->redirect != NULL)
        text_format(t, "; browsers are redirected to `%s`", operation->redirect);
    text_add(t, " | ");
    write_own_errors(t, operation);
    text_add(t, " |\n");
}

static void write_group(struct text *t, const struct group *group)
{
    text_format(t, "\n### %s\n\n", group->title);
    text_add(t, "| operation | method and path | caller | success | own refusals |\n"
                "|---|---|---|---|---|\n");
}

/* One chapter for all families of a name. */
static void write_family(struct text *t, const struct registry *registry,
                         const struct family *family)
{
    const struct group *group = NULL;

    text_format(t, "\n## %s\n\n%s\n", family->title, family->description);
    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];

        if (strcmp(operation->family->name, family->name) != 0)
            continue;
        if (operation->group != group)
            write_group(t, operation->group);
        write_operation(t, operation);
        group = operation->group;
    }
}

static const char *const shapes[] = {
    [SHAPE_BARE] = "none",
    [SHAPE_CODE] = "`errorCode`",
    [SHAPE_NOTE] = "`code`, `message`",
    [SHAPE_FIELDS] = "`message`, `syntaxErrors`",
    [SHAPE_MESSAGE] = "`message`",
    [SHAPE_TOKEN] = "`token`",
};

static void write_errors(struct text *t)
{
    text_add(
        t,
        "\n## Refusals\n\n"
        "The column `body` shows the body of the Multi API. The other families have one body "
        "for all\nrefusals, which the OpenAPI documents show. A request can ask for a refusal by "
        "its name:\n`Prefer: code=409, error=STATE_INVALID`.\n\n"
        "| name | status | code | body | meaning |\n|---|---|---|---|---|\n");
    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++)
        text_format(t, "| `%s` | %d | `%s` | %s | %s |\n", error_rows[i].name, error_rows[i].status,
                    error_rows[i].code, shapes[error_rows[i].shape], error_rows[i].title);
}

static void write_list(struct text *t, const char *const *values)
{
    for (size_t i = 0; values[i] != NULL; i++)
        text_format(t, "%s`%s`", i == 0 ? "" : ", ", values[i]);
}

static void write_kind(struct text *t, const struct rule *rule);

static void write_members(struct text *t, const struct rule *members)
{
    for (const struct rule *rule = members; rule->name != NULL; rule++) {
        text_format(t, "%s`%s` (", rule == members ? "" : ", ", rule->name);
        write_kind(t, rule);
        text_char(t, ')');
    }
}

static void write_kind(struct text *t, const struct rule *rule)
{
    const struct kind_words *words = &kind_words[rule->kind];

    text_add(t, words->text);
    if (rule->values != NULL)
        write_list(t, rule->values);
    if (rule->members != NULL)
        write_members(t, rule->members);
    if (rule->schema != NULL)
        text_format(t, "`%s`", rule->schema);
    if (rule->format != ANY_FORMAT)
        text_format(t, ", `%s`", format_pattern(rule->format));
    if (rule->most != 0)
        text_format(t, ", %lld to %lld%s", (long long) rule->least, (long long) rule->most,
                    words->unit);
    if (!rule->required && rule->special == NULL)
        text_add(t, ", or null");
}

static void write_settings(struct text *t)
{
    text_add(t, "\n## Settings of a realm\n\n"
                "| name | meaning | kind and limits | default |\n|---|---|---|---|\n");
    for (size_t i = 0; i < ARRAY_SIZE(defaults); i++) {
        text_format(t, "| `%s` | %s | ", settings_rules[i].name, meanings[i]);
        write_kind(t, &settings_rules[i]);
        text_format(t, " | `%s` |\n", defaults[i]);
    }
}

const char *operations_markdown(struct arena *a, const struct registry *registry)
{
    struct text t = TEXT_IN(a);

    text_add(
        &t,
        "# Operations, refusals and settings\n\n"
        "Printed by `sandgate operations` from the program's tables. Beside its own refusals an "
        "operation\nmay give those that its family checks for every operation; the OpenAPI "
        "documents list both.\n");
    for (const struct family *const *family = registry->families; *family != NULL; family++) {
        if ((*family)->description != NULL)
            write_family(&t, registry, *family);
    }
    write_errors(&t);
    write_settings(&t);
    return text_string(&t);
}
