/* SPDX-License-Identifier: MIT */
/* Control API: the journal of requests and their answers (control.md 5). */
#include "journal.h"

#include "engine/records/journal_search.h"
#include "engine/records/redact.h"
#include "engine/reply.h"
#include "engine/suggest.h"
#include "lists.h"
#include "parameters.h"
#include "weavr/shared_types.h"

#include <string.h>

const struct group journal_group = {.tag = "journal", .title = "Journal of requests"};

static const struct field part_fields[] = {
    SHOW_JSON(struct message_part, headers, "headers"),
    SHOW_JSON(struct message_part, query, "query", OPTIONAL),
    SHOW_JSON(struct message_part, body, "body"),
    SHOW_INTEGER(struct message_part, size, "bodyBytes"),
    END_OF_FIELDS,
};

const struct field request_fields[] = {
    SHOW_TEXT(struct request_row, id, "id"),
    SHOW_TIME(struct request_row, at, "at"),
    SHOW_TEXT(struct request_row, method, "method"),
    SHOW_TEXT(struct request_row, path, "path"),
    SHOW_TEXT(struct request_row, operation, "operation", OPTIONAL),
    SHOW_INTEGER(struct request_row, status, "status"),
    SHOW_TEXT(struct request_row, reason, "reason", OPTIONAL),
    SHOW_TEXT(struct request_row, hint, "hint", OPTIONAL),
    SHOW_BOOLEAN(struct request_row, lenient, "lenient", OPTIONAL),
    SHOW_INTEGER(struct request_row, micros, "durationMicros"),
    SHOW_OBJECT(struct request_row, request, "request", part_fields),
    SHOW_OBJECT(struct request_row, response, "response", part_fields),
    END_OF_FIELDS,
};

/* What the caller could do: the path that was probably meant, or advice on the refusal. */
static const char *hint_for(struct gateway *g, struct arena *a, const struct record *record)
{
    struct request asked = {
        .gateway = g, .arena = a, .method = record->method, .path = record->path};
    const char *nearest = record->operation == NULL ? suggest_operation(&asked) : NULL;

    if (nearest != NULL)
        return arena_printf(a, "Did you mean %s?", nearest);
    if (record->journal == &g->journals.unmatched)
        return "GET /_sandgate/realms lists the realms with their keys.";
    const char *hint = record->error == NO_ERROR ? NULL : error_hint(record->error);

    return hint == NULL ? record->leniency : hint;
}

static const char *reason_of(const struct record *record)
{
    return record->reason != NULL && looks_secret(record->reason) ? REDACTED : record->reason;
}

struct request_row request_row_of(struct gateway *g, struct arena *a, const struct record *record)
{
    return (struct request_row){
        .id = record->id,
        .at = record->at,
        .method = record->method == OTHER_METHOD ? "other" : method_names[record->method],
        .path = redacted_path(a, record),
        .operation = record->operation == NULL ? NULL : record->operation->name,
        .status = record->status,
        .reason = reason_of(record),
        .hint = hint_for(g, a, record),
        .lenient = record->leniency != NULL,
        .micros = record->micros,
        .request = {redacted_headers(a, record), redacted_query(a, record),
                    redacted_body(a, record), (int64_t) record->body_length},
        .response = {redacted_answer_headers(a, record), NULL, redacted_answer(a, record),
                     (int64_t) record->answer_length},
    };
}

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

struct journal_progress {
    struct listing list;
    struct journal_search search;
    int64_t dropped;
};

static const struct field journal_fields[] = {
    SHOW_LIST(struct journal_progress, list.rows, "requests", request_fields),
    SHOW_INTEGER(struct journal_progress, dropped, "dropped"),
    SHOW_BOOLEAN(struct journal_progress, list.more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view journal_view = {.name = "Journal", .fields = journal_fields};

/*
 * The number of the record of an id. A record that was dropped since the request began is older than those
 * that are left: then `ret` is left unchanged.
 */
static int number_or_reply(struct request *r, const char *member, const char *id,
                           const char *detail, uint64_t *ret)
{
    const struct record *record = journal_find_by_id(&r->realm->journal, id);

    if (record == NULL && r->hold.until == 0)
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

/* Searching for the path that was probably meant takes about as long as redacting so many bytes. */
#define HINT_BYTES 1000

/* Lists the records of a piece. False: there are further ones, and the request has yielded. */
static bool list_records(struct request *r, const struct journal *journal,
                         const struct journal_filter *filter, struct journal_progress *p)
{
    struct journals *journals = &r->gateway->journals;
    const struct record *record;

    journal_search_resume(&p->search, journal, r->realm == NULL ? 0 : r->realm->id);
    while ((record = journal_search_next(&p->search, journals, journal, filter)) != NULL) {
        struct request_row *row = listing_add(r, &p->list, record->size);

        if (row == NULL)
            break;
        *row = request_row_of(r->gateway, r->arena, record);
        journal_search_shows(&p->search, journals, record);
        if (record->operation == NULL)
            p->search.bytes += HINT_BYTES;
    }
    p->dropped = journal->dropped;
    return listing_ends(r, &p->list, p->search.ended ? 0 : 1, 1);
}

static struct journal_progress *begin_list(struct request *r)
{
    const struct journal_query *in = r->input;

    return listing_begin(r, sizeof(struct journal_progress), sizeof(struct request_row),
                         limit_or_default(in->limit));
}

static int requests_list(struct request *r)
{
    const struct journal_query *in = r->input;
    struct journal_filter filter;
    int rc = filter_or_reply(r, &filter);

    if (rc != PASS)
        return rc;
    struct journal_progress *p = begin_list(r);

    if (!list_records(r, &r->realm->journal, &filter, p))
        return 0;
    if (p->list.rows.count == 0 && hold_for_news(r, in->wait))
        return 0;
    return reply(r, p);
}

struct count_answer {
    int64_t count;
};

static const struct field count_fields[] = {
    SHOW_INTEGER(struct count_answer, count, "count"),
    END_OF_FIELDS,
};
static const struct view count_view = {.name = "Count", .fields = count_fields};

struct count_progress {
    struct journal_search search;
    struct count_answer answer;
};

static int requests_count(struct request *r)
{
    struct journals *journals = &r->gateway->journals;
    const struct journal *journal = &r->realm->journal;
    struct journal_filter filter;
    int rc = filter_or_reply(r, &filter);

    if (rc != PASS)
        return rc;
    struct count_progress *p = request_progress(r, sizeof *p);

    journal_search_resume(&p->search, journal, r->realm->id);
    while (journal_search_next(&p->search, journals, journal, &filter) != NULL)
        p->answer.count++;
    return p->search.ended ? reply(r, &p->answer) : request_yield(r);
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
    struct journal_progress *p = begin_list(r);

    return list_records(r, &r->gateway->journals.unmatched, &any, p) ? reply(r, p) : 0;
}

/* clang-format off */
const struct operation journal_operations[] = {
    OPERATION(requests_list, GET, "/_sandgate/realms/{realm}/requests", OPERATOR,
              .summary = "List requests and their answers, newest first; wait=5 waits for one",
              .group = &journal_group, .input = &journal_input, .status = 200, .answer = &journal_view,
              .errors = ERRORS()),
    OPERATION(requests_count, POST, "/_sandgate/realms/{realm}/requests/count", OPERATOR,
              .summary = "Count the requests that match", .group = &journal_group,
              .input = &journal_count_input, .status = 200, .answer = &count_view, .errors = ERRORS()),
    OPERATION(requests_clear, DELETE, "/_sandgate/realms/{realm}/requests", OPERATOR,
              .summary = "Clear the journal of the realm", .group = &journal_group,
              .status = 204, .errors = ERRORS()),
    OPERATION(unmatched_list, GET, "/_sandgate/unmatched", OPERATOR,
              .summary = "List requests that matched no realm, newest first", .group = &journal_group,
              .input = &unmatched_input, .status = 200, .answer = &journal_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
