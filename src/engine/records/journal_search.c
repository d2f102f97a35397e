/* SPDX-License-Identifier: MIT */
/* Searches from the newest record to the oldest. Criteria that need redaction are checked last. */
#include "base/glob.h"
#include "engine/records/journal_search.h"
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
