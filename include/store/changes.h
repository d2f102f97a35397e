/* SPDX-License-Identifier: MIT */
/*
 * Messages, challenges and sessions that transactions have changed, for event streams. Changes are
 * recorded only while there are streams (store_record_changes).
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
    int64_t realm; /* of a message; else 0: the id identifies the row */
    int64_t id;
};

struct store;
struct changes;

/* Starts recording, or stops and deletes what was recorded. Out of memory, nothing is recorded. */
void store_record_changes(struct store *s, bool on);

/*
 * The rows that committed transactions have inserted or changed since the last call: a list of struct
 * change, in order, each row once for each transaction. Returns how many changes exceeded CHANGES_MOST
 * and were lost.
 */
size_t store_take_changes(struct store *s, struct arena *a, struct list *ret);

/*
 * For the functions of the store: records that a statement has inserted or changed a row, unless its
 * result `rc` is an error. Returns `rc`. In a transaction, the change takes effect with the commit.
 */
int changes_add(struct store *s, int rc, enum change_kind kind, int64_t realm, int64_t id);
void changes_end(struct changes *c, bool committed);

#endif
