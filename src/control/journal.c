/* SPDX-License-Identifier: MIT */
/* Control API: what was asked and answered (control.md 5). */
#include "engine/records/journal_search.h"
#include "engine/reply.h"
#include "engine/request.h"
#include "list_items.h"
#include "parameters.h"
#include "weavr/shared_types.h"

#include <string.h>

const struct group journal_group = {.tag = "journal", .title = "What was asked and answered"};

struct journal_query {
    int method;
    const char *path;
    const char *operation;
    int64_t status;
    const char *body_contains;
    const char *since;
    const char *before;
    int64_t limit;
    int64_t wait;
};

/* clang-format off */
#define FILTER_RULES(where)                                                                        \
    RULE_CHOICE(struct journal_query, method, "method", method_names, .place = (where)),           \
    RULE_TEXT(struct journal_query, path, "path", .place = (where), .most = GLOB_MOST),            \
    RULE_TEXT(struct journal_query, operation, "operation", .place = (where)),                     \
    RULE_INTEGER(struct journal_query, status, "status", .place = (where), .least = 100,           \
                 .most = 599)
/* clang-format on */

static const struct rule journal_rules[] = {
    FILTER_RULES(IN_QUERY),
    RULE_TEXT(struct journal_query, since, "since", .place = IN_QUERY),
    RULE_TEXT(struct journal_query, before, "before", .place = IN_QUERY),
    RULE_LIMIT(struct journal_query),
    RULE_WAIT(struct journal_query),
    END_OF_RULES,
};
static const struct input journal_input = {
    .name = "JournalQuery", .rules = journal_rules, .size = sizeof(struct journal_query)};

static const struct rule journal_count_rules[] = {
    FILTER_RULES(IN_BODY),
    RULE_TEXT(struct journal_query, body_contains, "bodyContains"),
    END_OF_RULES,
};
static const struct input journal_count_input = {.name = "JournalCount",
                                                 .rules = journal_count_rules,
                                                 .size = sizeof(struct journal_query),
                                                 .strict = true,
                                                 .body_optional = true};

static const struct rule unmatched_rules[] = {RULE_LIMIT(struct journal_query), END_OF_RULES};
static const struct input unmatched_input = {
    .name = "UnmatchedQuery", .rules = unmatched_rules, .size = sizeof(struct journal_query)};

struct journal_answer {
    struct list requests;
    int64_t dropped;
    bool more; /* older ones match, too, and are left out */
};

static const struct field journal_fields[] = {
    SHOW_LIST(struct journal_answer, requests, "requests", request_fields),
    SHOW_INTEGER(struct journal_answer, dropped, "dropped"),
    SHOW_BOOLEAN(struct journal_answer, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view journal_view = {.name = "Journal", .fields = journal_fields};

/*
 * The number of the record of that id; `ret` stays where it went while the request waited, for then it
 * was older than all that came.
 */
static int number_or_reply(struct request *r, const char *member, const char *id,
                           const char *detail, uint64_t *ret)
{
    const struct record *record = journal_record_of(&r->realm->journal, id);

    if (record == NULL && r->hold.realm == 0)
        return refuse_member(r, member, detail);
    if (record != NULL)
        *ret = record->number;
    return PASS;
}

static int filter_or_reply(struct request *r, struct journal_filter *ret)
{
    const struct journal_query *in = r->input;

    *ret =
        (struct journal_filter){.method = in->method < 0 ? OTHER_METHOD : (enum method) in->method,
                                .path = in->path,
                                .status = in->status,
                                .since = INT64_MIN,
                                .after = r->hold.read,
                                .before = UINT64_MAX,
                                .body_has = in->body_contains};
    uint64_t since = 0;
    int rc = PASS;

    if (in->since != NULL && !clock_parse(in->since, &ret->since))
        rc = number_or_reply(r, "since", in->since,
                             "must be a time, or the id of a request that is kept", &since);
    if (rc == PASS && in->before != NULL)
        rc = number_or_reply(r, "before", in->before, "must be the id of a request that is kept",
                             &ret->before);
    if (rc != PASS)
        return rc;
    if (since > ret->after)
        ret->after = since;
    return operation_or_reply(r, &(struct place){.name = "operation"}, in->operation,
                              &ret->operation);
}

/* What is listed is redacted first: of a MiB that takes some 60 ms, in which nobody else is answered. */
#define LISTED_BYTES_MOST ((size_t) 4 << 20)

static void list_records(struct request *r, const struct journal *journal,
                         const struct journal_filter *filter, struct journal_answer *ret)
{
    const struct journal_query *in = r->input;
    size_t limit = (size_t) limit_or_default(in->limit);
    const struct record *record = journal_find(journal, filter, NULL);
    size_t bytes = 0;

    *ret = (struct journal_answer){.requests = LIST_OF(struct request_row),
                                   .dropped = journal->dropped};
    while (record != NULL && ret->requests.count < limit && bytes < LISTED_BYTES_MOST) {
        *(struct request_row *) list_add(&ret->requests, r->arena) =
            request_row_of(r->gateway, r->arena, record);
        bytes += record->size;
        record = journal_find(journal, filter, record);
    }
    ret->more = record != NULL;
}

static int requests_list(struct request *r)
{
    const struct journal_query *in = r->input;
    struct journal_filter filter;
    struct journal_answer answer;
    int rc = filter_or_reply(r, &filter);

    if (rc != PASS)
        return rc;
    list_records(r, &r->realm->journal, &filter, &answer);
    if (answer.requests.count == 0 && is_held_for_news(r, in->wait))
        return 0;
    return reply(r, &answer);
}

struct count_answer {
    int64_t count;
};

static const struct field count_fields[] = {
    SHOW_INTEGER(struct count_answer, count, "count"),
    END_OF_FIELDS,
};
static const struct view count_view = {.name = "Count", .fields = count_fields};

static int requests_count(struct request *r)
{
    struct journal_filter filter;
    struct count_answer answer = {0};
    int rc = filter_or_reply(r, &filter);

    if (rc != PASS)
        return rc;
    for (const struct record *record = NULL;; answer.count++) {
        record = journal_find(&r->realm->journal, &filter, record);
        if (record == NULL)
            break;
    }
    return reply(r, &answer);
}

static int requests_clear(struct request *r)
{
    journal_clear(&r->gateway->journals, &r->realm->journal);
    return reply(r, NULL);
}

static int unmatched_list(struct request *r)
{
    const struct journal_filter any = {
        .method = OTHER_METHOD, .since = INT64_MIN, .before = UINT64_MAX};
    struct journal_answer answer;

    list_records(r, &r->gateway->journals.unmatched, &any, &answer);
    return reply(r, &answer);
}

/* clang-format off */
const struct operation journal_operations[] = {
    OPERATION(requests_list, GET, "/_sandgate/realms/{realm}/requests", OPERATOR,
              .summary = "Requests and their answers, newest first; wait=5 waits for one",
              .group = &journal_group, .input = &journal_input, .status = 200, .answer = &journal_view,
              .errors = ERRORS()),
    OPERATION(requests_count, POST, "/_sandgate/realms/{realm}/requests/count", OPERATOR,
              .summary = "How many requests match", .group = &journal_group,
              .input = &journal_count_input, .status = 200, .answer = &count_view, .errors = ERRORS()),
    OPERATION(requests_clear, DELETE, "/_sandgate/realms/{realm}/requests", OPERATOR,
              .summary = "Forget the requests", .group = &journal_group,
              .status = 204, .errors = ERRORS()),
    OPERATION(unmatched_list, GET, "/_sandgate/unmatched", OPERATOR,
              .summary = "Requests that found no realm, newest first", .group = &journal_group,
              .input = &unmatched_input, .status = 200, .answer = &journal_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
