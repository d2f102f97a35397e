/* SPDX-License-Identifier: MIT */
/*
 * Which messages, challenges and sessions transactions have changed, for whoever listens. Nothing
 * is noted while nobody does.
 */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "base/list.h"

#include <stdbool.h>
#include <stdint.h>

#define CHANGES_MOST 1024

enum change_kind { CHANGED_MESSAGE, CHANGED_CHALLENGE, CHANGED_SESSION };

struct change {
    enum change_kind kind;
    int64_t realm; /* of a message; else 0, because the id alone finds the row */
    int64_t id;
};

struct store;
struct changes;

/* Begins to note, or stops and forgets. Without memory nothing is noted. */
void store_watch(struct store *s, bool on);

/*
 * What committed transactions have made or changed since the last call, in that order, each row
 * once for a transaction: a list of struct change. Answers how many more there was no room for.
 */
size_t store_take_changes(struct store *s, struct arena *a, struct list *ret);

/*
 * For the files of the store: notes for those who watch that the statement that gave `rc` has made or
 * changed a row, unless it failed; answers `rc`. What is not committed yet counts once its transaction
 * has ended well.
 */
int changes_note(struct store *s, int rc, enum change_kind kind, int64_t realm, int64_t id);
void changes_end(struct changes *c, bool committed);

#endif
