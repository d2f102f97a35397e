/* SPDX-License-Identifier: MIT */
/*
 * What was asked and answered lately, a journal a realm and one of what found no realm. It is kept
 * in memory alone, as it came; what may be shown of it is decided when it is read (redact.h).
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

/* Forgets all records; what was dropped counts from zero again. */
void journal_clear(struct journals *journals, struct journal *journal);

/* Forgets the oldest beyond `most`, which count as dropped. */
void journal_trim(struct journals *journals, struct journal *journal, size_t most);

/*
 * Keeps the request, answered after so many µs, in its realm's journal, or in the one of those that
 * found none.
 */
void journal_record(struct request *r, int64_t micros);

/* Which records are meant; NULL, OTHER_METHOD and 0 mean any. */
struct journal_filter {
    enum method method;
    const char *path; /* a glob: * for any characters, ? for one */
    const struct operation *operation;
    int64_t status;
    int64_t since;        /* realm's ms: at that time or later */
    uint64_t after;       /* records with larger numbers */
    uint64_t before;      /* and with smaller ones */
    const char *body_has; /* a part of a body as it may be shown */
};

/*
 * The newest record that matches and is older than `before` (NULL: of all), or NULL.
 */
const struct record *journal_find(const struct journal *journal,
                                  const struct journal_filter *filter, const struct record *before);

/* The record of that id, or NULL: it is not kept. */
const struct record *journal_record_of(const struct journal *journal, const char *id);

/* Whether the whole text matches. Its time is at most the product of both lengths. */
bool glob_matches(const char *glob, const char *text);

#endif
