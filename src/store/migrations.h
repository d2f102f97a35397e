/* SPDX-License-Identifier: MIT */
/* Upgrades a database to the schema of this program: the files of schema/, in order. */
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

#include <sqlite3.h>
#include <stddef.h>

/*
 * The version of the schema in the database, 0 if it is new. -EIO for a database of another program or
 * of a newer version, with a sentence in `error`. Writes nothing.
 */
int migrations_check(sqlite3 *db, int *ret_version, char *error, size_t error_size);

/*
 * Applies the files after `version` and updates the snapshot tables, in one transaction. 0; or -EIO,
 * and the transaction stays open until the database is closed.
 */
int migrations_run(sqlite3 *db, int version);

#endif
