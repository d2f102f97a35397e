/* SPDX-License-Identifier: MIT */
/* Searches a journal. Paths and bodies are compared as they may be shown, without secrets. */
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

/* The newest record that matches and is older than `before` (NULL: of all), or NULL. */
const struct record *journal_find(const struct journal *journal,
                                  const struct journal_filter *filter, const struct record *before);

#endif
