/* SPDX-License-Identifier: MIT */
/*
 * Searches a journal in pieces, so that nobody waits for a long search. Paths and bodies are compared as
 * they may be shown, without secrets; so a search can't find out what the journal doesn't show.
 */
#ifndef ENGINE_JOURNAL_SEARCH_H
#define ENGINE_JOURNAL_SEARCH_H

#include "engine/records/journal.h"

/* The wanted records; NULL, OTHER_METHOD and 0 match any. */
struct journal_filter {
    enum method method;
    const char *path; /* a glob: * for any characters, ? for one */
    const struct operation *operation;
    int64_t status;
    int64_t since;        /* ms of the realm's clock: at that time or later */
    uint64_t after;       /* only records with larger numbers */
    uint64_t before;      /* only records with smaller numbers */
    const char *body_has; /* a part of either body */
};

/* The work of a piece: redacting a MiB takes some 60 ms. */
#define SEARCH_BYTES ((size_t) 128 << 10)
#define SEARCH_RECORDS 20000

/* Where a search is. All zero: at the beginning. */
struct journal_search {
    const struct record *last; /* the last record that was looked at; NULL: none yet */
    uint64_t number;           /* its number: the record may be gone since */
    int64_t realm;             /* whose journal it is in */
    size_t bytes;              /* redacted in this piece */
    size_t records;            /* looked at in this piece */
    bool ended;                /* there is no further record */
};

/* Begins the next piece of a search in a realm's journal (0: of requests without a realm). */
void journal_search_resume(struct journal_search *s, const struct journal *journal, int64_t realm);

/*
 * The next record that matches, from the newest to the oldest. NULL: there is none (`ended`), or the piece
 * has done its work.
 */
const struct record *journal_search_next(struct journal_search *s, struct journals *journals,
                                         const struct journal *journal,
                                         const struct journal_filter *filter);

/* Counts a record that is shown, in the work of the piece. */
void journal_search_shows(struct journal_search *s, struct journals *journals,
                          const struct record *record);

#endif
