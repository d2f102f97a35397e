/* SPDX-License-Identifier: MIT */
/*
 * The latest requests and answers: one journal for each realm and one for requests without a realm.
 * Records are in memory only, unredacted (recording.h); secrets are removed when they are read
 * (redact.h).
 */
#ifndef ENGINE_JOURNAL_H
#define ENGINE_JOURNAL_H

#include "engine/errors.h"
#include "engine/operation.h"

#include <sys/queue.h>

/* A request and its answer, in one allocation. */
struct record {
    TAILQ_ENTRY(record) in_journal;
    TAILQ_ENTRY(record) in_all;
    struct journal *journal;
    int64_t realm;                     /* 0: none */
    uint64_t number;                   /* counted over all journals of the gateway, from 1 */
    size_t size;                       /* bytes */
    const struct operation *operation; /* NULL: none matches path and method */
    enum method method;
    enum error error;
    int status; /* 0: a fault closed the connection without an answer */
    int64_t at; /* by the realm's clock; without a realm, by the machine's */
    int64_t micros;
    const char *media_type; /* of the answer; NULL: it has no body */
    const char *id;         /* request-ref */
    const char *path;
    const char *reason;   /* NULL: no error */
    const char *leniency; /* what was taken otherwise than documented; NULL: nothing */
    const char *body;     /* NULL: there was none, or it was too large to be recorded */
    size_t body_length;   /* of the whole body, even if it was not recorded */
    const char *answer;   /* the same for the answer */
    size_t answer_length;
    struct pairs headers, query, answer_headers;
    struct pair pairs[];
};

TAILQ_HEAD(records, record);

struct journal {
    struct records records; /* oldest first */
    size_t count;
    int64_t dropped; /* records that were deleted to make room */
};

/* All journals of a gateway. They share a memory limit: the oldest record of all is dropped first. */
struct journals {
    struct records all;
    size_t bytes;
    struct journal unmatched;
    uint64_t recorded; /* total, and the number of the last record */
    uint64_t redacted; /* bytes that searches and lists have redacted: their work, for tests */
    uint64_t unmatched_count; /* total of requests without a realm or an operation */
};

void journals_init(struct journals *journals);
void journals_free(struct journals *journals);
void journal_init(struct journal *journal);

/*
 * Appends the record to the journal, drops the oldest beyond `most`, and takes ownership of the
 * record, which is one allocation of malloc.
 */
void journal_add(struct journals *journals, struct journal *journal, struct record *record,
                 size_t most);

/* Deletes all records, and sets the count of dropped ones to 0. */
void journal_clear(struct journals *journals, struct journal *journal);

/* Drops the oldest records beyond `most`. */
void journal_trim(struct journals *journals, struct journal *journal, size_t most);

/* The record of that request-ref, or NULL. */
const struct record *journal_find_by_id(const struct journal *journal, const char *id);

#endif
