/* SPDX-License-Identifier: MIT */
/*
 * The upper bound of the ids that may be in use. Ids are counted in memory. The database has a bound
 * ahead of the counter, at which the next start continues. So no id is used twice, even after a crash,
 * and reserving a block of ids costs one write. Error codes as in store.h.
 */
#ifndef STORE_IDS_H
#define STORE_IDS_H

#include <stdint.h>

struct store;

/* All ids have 18 digits. */
#define ID_FIRST INT64_C(110000000000000000)

/*
 * A block has room for some thousand ids, because each is up to a million higher than the one before.
 * There are 200 million blocks of 18-digit ids from ID_FIRST on; each start uses at least one.
 */
#define IDS_BLOCK (INT64_C(1) << 32)

/*
 * Sets the counter to the bound and reserves a block. The store keeps the pointer, and checks the
 * counter at each commit, so that no id beyond the bound is committed.
 */
int store_ids_start(struct store *s, int64_t *counter);

/* Called before each request: reserves another block if the current one is nearly used up. */
int store_ids_ensure(struct store *s);

/* For store_commit: reserves another block if the transaction has used up the current one. */
int ids_ensure_reserved(struct store *s);

#endif
