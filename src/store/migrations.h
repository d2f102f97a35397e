/* SPDX-License-Identifier: MIT */
/* Creates or upgrades the schema of a database. */
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

#include <sqlite3.h>
#include <stddef.h>

/*
 * The version of the schema in the database, 0 if it is new. -EIO for a database of another program or
 * of an unknown version, with a sentence in `error`. Writes nothing.
 */
int migrations_check(sqlite3 *db, int *ret_version, char *error, size_t error_size);

/*
 * Creates or upgrades the schema and updates the snapshot tables, in one transaction. 0; or -EIO, and
 * the transaction stays open until the database is closed.
 */
int migrations_run(sqlite3 *db, int version);

#endif
