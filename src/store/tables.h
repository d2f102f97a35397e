/* SPDX-License-Identifier: MIT */
/* Operations on all tables of all_tables.def. Error codes as in store.h. */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include <sqlite3.h>
#include <stdint.h>

struct store;

/* Deletes the content of the realm. */
int tables_clear(struct store *s, int64_t realm);

/* What the content of the realm takes: the bytes of texts and blobs, and 8 for each value. */
int tables_size(struct store *s, int64_t realm, int64_t *ret);

/* Adds the SQL function row_bytes of the statements. 0 or -EIO. */
int tables_add_functions(sqlite3 *db);

/* Copy the content of the realm into the snapshot, and back into an empty realm. */
int tables_take(struct store *s, int64_t realm, int64_t snapshot);
int tables_restore(struct store *s, int64_t realm, int64_t snapshot);

/*
 * Creates or alters the snapshot tables after a migration. Each table has one: snapshot_people has the
 * columns of people with the same types, but snapshot_id instead of realm_id, also in the primary key.
 * An existing snapshot table gets new columns with their defaults, and loses removed ones. 0 or -EIO.
 */
int tables_update_snapshot_tables(sqlite3 *db);

#endif
