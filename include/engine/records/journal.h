/* SPDX-License-Identifier: MIT */
/*
 * What was asked and answered lately, a journal a realm and one of what found no realm. It is kept
 * in memory alone, as it came (recording.h); what may be shown of it is decided when it is read
 * (redact.h).
 */
#ifndef ENGINE_JOURNAL_H
#define ENGINE_JOURNAL_H

#include "engine/errors.h"
#include "engine/operation.h"

#include <sys/queue.h>

/* A request and its answer, in one piece of memory. */
struct record {
    TAILQ_ENTRY(record) in_journal;
    TAILQ_ENTRY(record) in_all;
    struct journal *journal;
    int64_t realm;                     /* 0: it found none */
    uint64_t number;                   /* among all of the gateway: 1 for the first */
    size_t size;                       /* bytes */
    const struct operation *operation; /* NULL: none had the path and method */
    enum method method;
    enum error error;
    int status; /* 0: a fault closed the connection without an answer */
    int64_t at; /* by the realm's clock; of what found none, by the machine's */
    int64_t micros;
    const char *media_type; /* of the answer; NULL: it has no body */
    const char *id;         /* request-ref */
    const char *path;
    const char *reason; /* NULL: it was not refused */
    const char *body;   /* NULL: there was none, or it was larger than what is kept */
    size_t body_length; /* of all of it */
    const char *answer; /* the same of the answer */
    size_t answer_length;
    struct pairs headers, query, answer_headers;
    struct pair pairs[];
};

TAILQ_HEAD(records, record);

struct journal {
    struct records records; /* oldest first */
    size_t count;
    int64_t dropped; /* records that were forgotten to make room */
};

/* All journals of a gateway, which share a limit of memory: the oldest record of all goes first. */
struct journals {
    struct records all;
    size_t bytes;
    struct journal unmatched;
    uint64_t recorded; /* so far: the last one's number */
    uint64_t missed;   /* requests so far that met no realm or no operation */
};

void journals_init(struct journals *journals);
void journals_free(struct journals *journals);
void journal_init(struct journal *journal);

/*
 * Puts the record behind the others of its journal, which keeps `most`, and owns it from now on: it
 * is memory of malloc, in one piece.
 */
void journal_keep(struct journals *journals, struct journal *journal, struct record *record,
                  size_t most);

/* Forgets all records; what was dropped counts from zero again. */
void journal_clear(struct journals *journals, struct journal *journal);

/* Forgets the oldest beyond `most`, which count as dropped. */
void journal_trim(struct journals *journals, struct journal *journal, size_t most);

/* The record of that id, or NULL: it is not kept. */
const struct record *journal_record_of(const struct journal *journal, const char *id);

#endif
