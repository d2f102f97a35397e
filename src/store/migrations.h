/* SPDX-License-Identifier: MIT */
/* Brings a database to the schema of this program. */
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

#include <sqlite3.h>
#include <stddef.h>

/*
 * The schema's version in the database, 0 when it is new. -EIO for a database of another program
 * or of a version that this one doesn't know, with a sentence in `error`; nothing is written to it.
 */
int migrations_check(sqlite3 *db, int *ret_version, char *error, size_t error_size);

/*
 * Makes or upgrades the schema, and has the tables of snapshots follow, in one transaction.
 * 0; or -EIO, and the transaction is open until the database is closed.
 */
int migrations_run(sqlite3 *db, int version);

#endif
