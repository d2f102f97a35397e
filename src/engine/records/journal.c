/* SPDX-License-Identifier: MIT */
/*
 * Each record is in the queue of its journal and in the queue of all records, oldest first. A record
 * is one allocation and never changes. recording.c creates it, redact.c formats it.
 */
#include "engine/records/journal.h"

#include <stdlib.h>
#include <string.h>

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

static void delete_record(struct journals *journals, struct record *record)
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
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): TAILQ_REMOVE has moved the head on */
        delete_record(journals, TAILQ_FIRST(&journal->records));
    journal->dropped = 0;
}

void journals_free(struct journals *journals)
{
    while (!TAILQ_EMPTY(&journals->all))
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): TAILQ_REMOVE has moved the head on */
        delete_record(journals, TAILQ_FIRST(&journals->all));
}

static void drop_record(struct journals *journals, struct record *record)
{
    record->journal->dropped++;
    delete_record(journals, record);
}

void journal_trim(struct journals *journals, struct journal *journal, size_t most)
{
    while (journal->count > most)
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): TAILQ_REMOVE has moved the head on */
        drop_record(journals, TAILQ_FIRST(&journal->records));
}

void journal_add(struct journals *journals, struct journal *journal, struct record *record,
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
        drop_record(journals, TAILQ_FIRST(&journals->all));
}

const struct record *journal_find_by_id(const struct journal *journal, const char *id)
{
    const struct record *record = TAILQ_LAST(&journal->records, records);

    while (record != NULL && strcmp(record->id, id) != 0)
        record = TAILQ_PREV(record, records, in_journal);
    return record;
}
