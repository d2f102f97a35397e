/* SPDX-License-Identifier: MIT */
/* The content of a database as text, so that a test can compare it; copies of its file; how it is written. */
#ifndef SUPPORT_DATABASE_H
#define SUPPORT_DATABASE_H

#include "base/arena.h"

#include <stdint.h>

/* Call it before the gateway is opened: the next database that is opened is the one to dump. */
void database_watch(void);

/* The connection of the database that is watched. */
struct sqlite3;
struct sqlite3 *database_connection(void);

/* Every row of every table of a realm; 0: of all realms. */
const char *database_dump(struct arena *a, int64_t realm);

/* Copies a file of at most 4 MiB, which nobody has open, over another, whose log is removed. */
void database_copy(const char *from, const char *to);

/* From now on, notes statements that write without a transaction. */
void database_watch_writes(void);

/* The first statement that wrote without a transaction, though it needs one; NULL: none. */
const char *database_lone_write(void);

#endif
