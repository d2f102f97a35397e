/* SPDX-License-Identifier: MIT */
/* Control API: which operations and errors of the gateways were covered (control.md 8). */
#include "base/array.h"
#include "control/control.h"
#include "engine/accept.h"
#include "engine/reply.h"
#include "parameters.h"
#include "weavr/shared_types.h"

#include <string.h>

#define TABLE_TYPE "text/plain"

struct coverage_query {
    const char *realm;
};

static const struct rule coverage_rules[] = {
    RULE_TEXT(struct coverage_query, realm, "realm", .place = IN_QUERY),
    END_OF_RULES,
};
static const struct input coverage_input = {
    .name = "CoverageQuery", .rules = coverage_rules, .size = sizeof(struct coverage_query)};

struct error_coverage {
    const char *name;
    int64_t status;
    bool met;
};

static const struct field error_fields[] = {
    SHOW_TEXT(struct error_coverage, name, "error"),
    SHOW_INTEGER(struct error_coverage, status, "status"),
    SHOW_BOOLEAN(struct error_coverage, met, "met"),
    END_OF_FIELDS,
};

struct operation_coverage {
    const char *id;
    const char *method;
    const char *path;
    bool used;
    bool succeeded;
    int64_t requests;
    struct list errors; /* struct error_coverage */
};

static const struct field usage_fields[] = {
    SHOW_TEXT(struct operation_coverage, id, "operation"),
    SHOW_TEXT(struct operation_coverage, method, "method"),
    SHOW_TEXT(struct operation_coverage, path, "path"),
    SHOW_BOOLEAN(struct operation_coverage, used, "used"),
    SHOW_BOOLEAN(struct operation_coverage, succeeded, "succeeded"),
    SHOW_INTEGER(struct operation_coverage, requests, "requests"),
    SHOW_LIST(struct operation_coverage, errors, "errors", error_fields),
    END_OF_FIELDS,
};

struct share {
    int64_t total;
    int64_t met;
    int64_t percent; /* rounded down: 100 only if all */
};

static const struct field share_fields[] = {
    SHOW_INTEGER(struct share, total, "total"),
    SHOW_INTEGER(struct share, met, "met"),
    SHOW_INTEGER(struct share, percent, "percent"),
    END_OF_FIELDS,
};

struct coverage_answer {
    const char *realm; /* NULL: all of them */
    struct share used;
    struct share errors;
    struct list operations; /* struct operation_coverage */
};

static const struct field coverage_fields[] = {
    SHOW_TEXT(struct coverage_answer, realm, "realm", OPTIONAL),
    SHOW_INTEGER(struct coverage_answer, used.total, "total"),
    SHOW_INTEGER(struct coverage_answer, used.met, "used"),
    SHOW_INTEGER(struct coverage_answer, used.percent, "percent"),
    SHOW_OBJECT(struct coverage_answer, errors, "errors", share_fields),
    SHOW_LIST(struct coverage_answer, operations, "operations", usage_fields),
    END_OF_FIELDS,
};
static const struct view coverage_view = {.name = "Coverage", .fields = coverage_fields};

static void add_to_share(struct share *share, bool met)
{
    share->total++;
    share->met += met;
    share->percent = share->met * 100 / share->total;
}

static void add_errors(struct request *r, struct coverage_answer *answer,
                       struct operation_coverage *usage, const struct operation *operation,
                       const struct coverage *c)
{
    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (!operation_declares(operation, operation->family, (enum error) i))
            continue;
        struct error_coverage *row = list_add(&usage->errors, r->arena);

        *row = (struct error_coverage){.name = error_rows[i].name,
                                       .status = error_rows[i].status,
                                       .met = coverage_has(c, (enum error) i)};
        add_to_share(&answer->errors, row->met);
    }
}

static void add_operation(struct request *r, struct coverage_answer *answer,
                          const struct operation *operation, const struct coverage *c)
{
    struct operation_coverage *usage = list_add(&answer->operations, r->arena);

    *usage = (struct operation_coverage){
        .id = registry_operation_id(r->gateway->registry, r->arena, operation),
        .method = method_names[operation->method],
        .path = operation->path,
        .used = c->requests > 0,
        .succeeded = coverage_has(c, NO_ERROR),
        .requests = (int64_t) c->requests,
        .errors = LIST_OF(struct error_coverage),
    };
    add_to_share(&answer->used, usage->used);
    add_errors(r, answer, usage, operation, c);
}

struct coverage_share coverage_share(const struct gateway *g)
{
    struct coverage_share ret = {0, 0};

    for (size_t i = 0; i < g->registry->count; i++) {
        if (g->registry->operations[i].family->is_control)
            continue;
        ret.total++;
        ret.used += g->coverage[i].requests > 0;
    }
    return ret;
}

static void add_operations(struct request *r, struct coverage_answer *answer,
                           const struct coverage *c)
{
    static const struct coverage no_requests;
    const struct registry *registry = r->gateway->registry;

    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];

        if (!operation->family->is_control)
            add_operation(r, answer, operation, c == NULL ? &no_requests : &c[i]);
    }
}

static void write_errors_not_met(struct text *t, const struct operation_coverage *usage)
{
    const char *before = "                   not met: ";

    for (size_t i = 0; i < usage->errors.count; i++) {
        const struct error_coverage *error = list_at(&usage->errors, i);

        if (error->met)
            continue;
        text_format(t, "%s%s", before, error->name);
        before = ", ";
    }
    if (*before == ',')
        text_char(t, '\n');
}

static int64_t errors_met(const struct operation_coverage *usage)
{
    int64_t met = 0;

    for (size_t i = 0; i < usage->errors.count; i++)
        met += ((const struct error_coverage *) list_at(&usage->errors, i))->met;
    return met;
}

static void write_operation(struct text *t, const struct operation_coverage *usage)
{
    text_format(t, "%8lld  %3lld/%-3zu  %-6s %s\n", (long long) usage->requests,
                (long long) errors_met(usage), usage->errors.count, usage->method, usage->path);
    if (usage->used)
        write_errors_not_met(t, usage);
}

static const char *coverage_table(struct arena *a, const struct coverage_answer *answer)
{
    struct text t = TEXT_IN(a);

    text_format(&t, "operations used: %lld of %lld (%lld %%)\n", (long long) answer->used.met,
                (long long) answer->used.total, (long long) answer->used.percent);
    text_format(&t, "errors met: %lld of %lld (%lld %%)\n\n", (long long) answer->errors.met,
                (long long) answer->errors.total, (long long) answer->errors.percent);
    text_add(&t, "requests   errors  operation\n");
    for (size_t i = 0; i < answer->operations.count; i++)
        write_operation(&t, list_at(&answer->operations, i));
    return text_string(&t);
}

static int coverage_get(struct request *r)
{
    const struct coverage_query *in = r->input;
    const struct coverage *met = r->gateway->coverage;
    struct coverage_answer answer = {.operations = LIST_OF(struct operation_coverage)};

    struct realm *realm;
    int rc = realm_or_reply(r, in->realm, &realm);

    if (rc != PASS)
        return rc;
    if (realm != NULL) {
        answer.realm = realm->name;
        met = realm->coverage;
    }
    add_operations(r, &answer, met);
    return request_prefers(r, TABLE_TYPE)
               ? reply_text(r, TABLE_TYPE, coverage_table(r->arena, &answer))
               : reply(r, &answer);
}

/* clang-format off */
const struct operation coverage_operations[] = {
    OPERATION(coverage_get, GET, "/_sandgate/coverage", OPERATOR,
              .summary = "Get the operations that were called and the errors that were met, in a realm or in all", .group = &program_group,
              .input = &coverage_input, .status = 200, .answer = &coverage_view, .other_types = TYPES("text/plain"),
              .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
