/* SPDX-License-Identifier: MIT */
/* Records: each in the queue of its journal and in that of all. */
#include "engine/journal.h"

#include "engine/redact.h"
#include "engine/request.h"

#include <stdlib.h>
#include <string.h>

#define BODY_KEPT ((size_t) 16 << 10)
#define UNMATCHED_KEPT 1000
#define BYTES_KEPT ((size_t) 64 << 20)

void journal_init(struct journal *journal)
{
    *journal = (struct journal){.count = 0};
    TAILQ_INIT(&journal->records);
}

void journals_init(struct journals *journals)
{
    *journals = (struct journals){.bytes = 0};
    TAILQ_INIT(&journals->all);
    journal_init(&journals->unmatched);
}

static void forget(struct journals *journals, struct record *record)
{
    TAILQ_REMOVE(&record->journal->records, record, in_journal);
    TAILQ_REMOVE(&journals->all, record, in_all);
    record->journal->count--;
    journals->bytes -= record->size;
    free(record);
}

void journal_clear(struct journals *journals, struct journal *journal)
{
    while (!TAILQ_EMPTY(&journal->records))
        forget(journals, TAILQ_FIRST(&journal->records));
    journal->dropped = 0;
}

void journals_free(struct journals *journals)
{
    while (!TAILQ_EMPTY(&journals->all))
        forget(journals, TAILQ_FIRST(&journals->all));
}

static void drop(struct journals *journals, struct record *record)
{
    record->journal->dropped++;
    forget(journals, record);
}

void journal_trim(struct journals *journals, struct journal *journal, size_t most)
{
    while (journal->count > most)
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): TAILQ_REMOVE has moved the head on */
        drop(journals, TAILQ_FIRST(&journal->records));
}

static void keep(struct journals *journals, struct journal *journal, struct record *record,
                 size_t most)
{
    record->journal = journal;
    record->number = ++journals->recorded;
    TAILQ_INSERT_TAIL(&journal->records, record, in_journal);
    TAILQ_INSERT_TAIL(&journals->all, record, in_all);
    journal->count++;
    journals->bytes += record->size;
    journal_trim(journals, journal, most);
    while (journals->bytes > BYTES_KEPT)
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): TAILQ_REMOVE has moved the head on */
        drop(journals, TAILQ_FIRST(&journals->all));
}

/* The same walk measures and copies: `bytes` is NULL when it measures. */
struct packer {
    char *bytes;
    size_t used;
};

static const char *pack(struct packer *p, const char *text, size_t length)
{
    char *at = p->bytes == NULL ? NULL : p->bytes + p->used;

    p->used += length + 1;
    if (at == NULL)
        return NULL;
    memcpy(at, text, length);
    at[length] = '\0';
    return at;
}

static const char *pack_text(struct packer *p, const char *text)
{
    return text == NULL ? NULL : pack(p, text, strlen(text));
}

static const char *pack_body(struct packer *p, const char *body, size_t length)
{
    return body == NULL || length == 0 || length > BODY_KEPT ? NULL : pack(p, body, length);
}

static struct pairs pack_pairs(struct packer *p, const struct pairs *pairs, struct pair *ret)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];
        const char *name = pack_text(p, pair->name);
        const char *value = pack(p, pair->value, pair->length);

        if (p->bytes != NULL)
            ret[i] = (struct pair){name, value, pair->length};
    }
    return (struct pairs){ret, pairs->count};
}

static void pack_request(struct packer *p, const struct request *r, struct record *ret)
{
    const struct pairs answer_headers = {r->reply.headers, r->reply.headers_count};
    struct pair *pairs = ret->pairs;

    ret->id = pack_text(p, r->reference);
    ret->path = pack_text(p, r->path);
    ret->media_type = pack_text(p, r->reply.media_type);
    ret->reason = pack_text(p, r->reply.reason);
    ret->body = pack_body(p, r->body, r->body_length);
    ret->answer = pack_body(p, r->reply.body.data, r->reply.body.length);
    ret->headers = pack_pairs(p, &r->headers, pairs);
    ret->query = pack_pairs(p, &r->query, pairs + r->headers.count);
    ret->answer_headers = pack_pairs(p, &answer_headers, pairs + r->headers.count + r->query.count);
}

static bool is_sent(const struct request *r)
{
    return r->reply.connection != CONNECTION_CLOSED && r->reply.connection != CONNECTION_RESET;
}

static struct record *make_record(const struct request *r, int64_t micros)
{
    size_t pairs = r->headers.count + r->query.count + r->reply.headers_count;
    size_t head = sizeof(struct record) + pairs * sizeof(struct pair);
    struct record measured;
    struct packer p = {NULL, 0};

    pack_request(&p, r, &measured);
    size_t size = head + p.used;
    struct record *record = malloc(size);

    if (record == NULL)
        abort();
    *record = (struct record){
        .size = size,
        .realm = r->realm == NULL ? 0 : r->realm->id,
        .operation = r->operation,
        .method = r->method,
        .error = r->reply.error,
        .status = is_sent(r) ? r->reply.status : 0,
        .at = r->realm == NULL ? clock_now(&(struct clock){.offset = 0}) : r->now,
        .micros = micros,
        .body_length = r->body_length,
        .answer_length = r->reply.body.length,
    };
    p = (struct packer){(char *) record + head, 0};
    pack_request(&p, r, record);
    return record;
}

void journal_record(struct request *r, int64_t micros)
{
    struct journals *journals = &r->gateway->journals;
    bool outlived_realm = r->realm == NULL && r->strike != NULL && r->strike->finished;

    if ((r->family->unrecorded && r->operation != NULL) || outlived_realm)
        return;
    journals->missed += r->realm == NULL || r->operation == NULL;
    struct record *record = make_record(r, micros);

    if (r->realm == NULL) {
        keep(journals, &journals->unmatched, record, UNMATCHED_KEPT);
        return;
    }
    keep(journals, &r->realm->journal, record, (size_t) r->realm->settings.journal_size);
    r->realm->news++;
    r->gateway->news++;
}

const struct record *journal_record_of(const struct journal *journal, const char *id)
{
    const struct record *record = TAILQ_LAST(&journal->records, records);

    while (record != NULL && strcmp(record->id, id) != 0)
        record = TAILQ_PREV(record, records, in_journal);
    return record;
}

/* fnmatch of the C library may take exponential time for a glob of many stars. */
bool glob_matches(const char *glob, const char *text)
{
    const char *star = NULL;
    const char *resume = NULL;

    while (*text != '\0') {
        if (*glob == '*') {
            star = glob++;
            resume = text;
        } else if (*glob == '?' || *glob == *text) {
            glob++;
            text++;
        } else if (star != NULL) {
            glob = star + 1;
            text = ++resume;
        } else {
            return false;
        }
    }
    return glob[strspn(glob, "*")] == '\0';
}

static bool has_in_body(const struct record *record, const char *part, struct arena *a)
{
    return strstr(redacted_body(a, record), part) != NULL ||
           strstr(redacted_answer(a, record), part) != NULL;
}

/* What must be worked out first; in memory of its own, because a request that waits asks often. */
static bool matches_text(const struct record *record, const struct journal_filter *f)
{
    struct arena scratch = ARENA_EMPTY;
    bool ret = (f->path == NULL || glob_matches(f->path, redacted_path(&scratch, record))) &&
               (f->body_has == NULL || has_in_body(record, f->body_has, &scratch));

    arena_free(&scratch);
    return ret;
}

static bool matches(const struct record *record, const struct journal_filter *f)
{
    return record->number < f->before &&
           (f->method == OTHER_METHOD || f->method == record->method) &&
           (f->operation == NULL || operation_is(record->operation, f->operation)) &&
           (f->status == 0 || f->status == record->status) && record->at >= f->since &&
           ((f->path == NULL && f->body_has == NULL) || matches_text(record, f));
}

const struct record *journal_find(const struct journal *journal,
                                  const struct journal_filter *filter, const struct record *before)
{
    const struct record *record = before == NULL ? TAILQ_LAST(&journal->records, records)
                                                 : TAILQ_PREV(before, records, in_journal);

    for (; record != NULL && record->number > filter->after;
         record = TAILQ_PREV(record, records, in_journal)) {
        if (matches(record, filter))
            return record;
    }
    return NULL;
}
