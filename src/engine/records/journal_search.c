/* SPDX-License-Identifier: MIT */
/* Searches from the newest record to the oldest. Criteria that need redaction are checked last. */
#include "engine/records/journal_search.h"
#include "base/glob.h"
#include "engine/records/redact.h"

#include <string.h>

static bool has_in_body(const struct record *record, const char *part, struct arena *a)
{
    return strstr(redacted_body(a, record), part) != NULL ||
           strstr(redacted_answer(a, record), part) != NULL;
}

/* Uses memory of its own, not the request's: a waiting request searches many times. */
static bool matches_text(const struct record *record, const struct journal_filter *f)
{
    struct arena scratch = ARENA_EMPTY;
    bool ret = (f->path == NULL || glob_matches(f->path, redacted_path(&scratch, record))) &&
               (f->body_has == NULL || has_in_body(record, f->body_has, &scratch));

    arena_free(&scratch);
    return ret;
}

static bool matches_numbers(const struct record *record, const struct journal_filter *f)
{
    return record->number < f->before &&
           (f->method == OTHER_METHOD || f->method == record->method) &&
           (f->operation == NULL || operation_is(record->operation, f->operation)) &&
           (f->status == 0 || f->status == record->status) && record->at >= f->since;
}

static void note_work(struct journal_search *s, struct journals *journals, size_t bytes)
{
    s->bytes += bytes;
    journals->redacted += bytes;
}

/* Comparing so many pairs of bytes of a path and a glob takes about as long as redacting a byte. */
#define GLOB_PAIRS 32

/* What is looked at, in bytes that are redacted. */
static size_t text_size(const struct record *record, const struct journal_filter *f)
{
    size_t path = f->path == NULL ? 0 : strlen(record->path);
    size_t pairs = f->path == NULL ? 0 : path * strlen(f->path);

    return path + pairs / GLOB_PAIRS + (f->body_has == NULL ? 0 : record->size);
}

static bool matches(struct journal_search *s, struct journals *journals,
                    const struct record *record, const struct journal_filter *f)
{
    if (!matches_numbers(record, f))
        return false;
    note_work(s, journals, text_size(record, f));
    return (f->path == NULL && f->body_has == NULL) || matches_text(record, f);
}

/*
 * Whether the last record is still there. Only the oldest records are dropped, or all, and numbers increase:
 * so it is, if the oldest one is not younger.
 */
static bool is_kept(const struct journal_search *s, const struct journal *journal)
{
    const struct record *oldest = TAILQ_FIRST(&journal->records);

    return oldest != NULL && oldest->number <= s->number;
}

void journal_search_resume(struct journal_search *s, const struct journal *journal, int64_t realm)
{
    s->bytes = 0;
    s->records = 0;
    if (s->last == NULL)
        s->realm = realm;
    else if (s->realm != realm || !is_kept(s, journal))
        s->ended = true;
}

static bool is_exhausted(const struct journal_search *s)
{
    return s->bytes >= SEARCH_BYTES || s->records >= SEARCH_RECORDS;
}

/* The record behind the last one, which becomes the last. NULL at the end. */
static const struct record *step(struct journal_search *s, const struct journal *journal,
                                 const struct journal_filter *filter)
{
    const struct record *record = s->last == NULL ? TAILQ_LAST(&journal->records, records)
                                                  : TAILQ_PREV(s->last, records, in_journal);

    if (record == NULL || record->number <= filter->after) {
        s->ended = true;
        return NULL;
    }
    s->last = record;
    s->number = record->number;
    s->records++;
    return record;
}

const struct record *journal_search_next(struct journal_search *s, struct journals *journals,
                                         const struct journal *journal,
                                         const struct journal_filter *filter)
{
    while (!s->ended && !is_exhausted(s)) {
        const struct record *record = step(s, journal, filter);

        if (record != NULL && matches(s, journals, record, filter))
            return record;
    }
    return NULL;
}

void journal_search_shows(struct journal_search *s, struct journals *journals,
                          const struct record *record)
{
    note_work(s, journals, record->size);
}
