/* SPDX-License-Identifier: MIT */
/* What is done to every table of all_tables.def. Error codes as in store.h. */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include <sqlite3.h>
#include <stdint.h>

struct store;

/* Deletes what is in the realm. */
int tables_clear(struct store *s, int64_t realm);

/* Copies what is in the realm into the snapshot, and back into a realm that is empty. */
int tables_take(struct store *s, int64_t realm, int64_t snapshot);
int tables_return(struct store *s, int64_t realm, int64_t snapshot);

/*
 * Each table has a twin for snapshots, which is made here: snapshot_people has the columns of people with
 * their types, but for the realm, and the same key in each snapshot. A twin that is there already gets
 * the columns that are new, as they are by default, and loses those that are gone. Called when a
 * migration has changed the schema. 0 or -EIO.
 */
int tables_fit_twins(sqlite3 *db);

#endif
