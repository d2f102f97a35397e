/* SPDX-License-Identifier: MIT */
/*
 * How far ids may have been given out. They are counted in memory; the database has a bound that is ahead
 * of the counter, and the next start begins there. So no id is given twice, whenever the process ends, and
 * a block of ids costs one write. Error codes as in store.h.
 */
#ifndef STORE_IDS_H
#define STORE_IDS_H

#include <stdint.h>

struct store;

/* Ids have 18 digits from the first one on. */
#define ID_FIRST INT64_C(110000000000000000)

/*
 * A block has room for some thousand ids, since each is up to a million ahead of the one before. From
 * ID_FIRST on there are 200 million blocks of 18 digits; each start begins one.
 */
#define IDS_BLOCK (INT64_C(1) << 32)

/*
 * Sets the counter to where ids go on and reserves a block. From now on the store looks at the counter,
 * which must outlive it: what a transaction commits has no id beyond the bound.
 */
int store_ids_start(struct store *s, int64_t *counter);

/* Before each request: reserves the next block when the present one is nearly used up. */
int store_ids_keep(struct store *s);

/* For store_commit: reserves the next block when the transaction has used up the present one. */
int ids_cover(struct store *s);

#endif
