/* SPDX-License-Identifier: MIT */
/* Finding records of a journal by what may be shown of them. */
#ifndef ENGINE_JOURNAL_SEARCH_H
#define ENGINE_JOURNAL_SEARCH_H

#include "engine/records/journal.h"

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

#endif
