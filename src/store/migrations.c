/* SPDX-License-Identifier: MIT */
/* The schema files are in the program itself; PRAGMA user_version counts those applied. */
#include "migrations.h"

#include "base/embed.h"

#include <errno.h>
#include <stdio.h>

#define APPLICATION_ID 1396786279 /* "SAgg", so that file(1) and we can tell our databases */

EMBED(schema_0001, SCHEMA_DIR "/0001_sandgate.sql");
EMBED(schema_0002, SCHEMA_DIR "/0002_snapshots.sql");

static const char *const migrations[] = {schema_0001, schema_0002};

#define NEWEST ((int) (sizeof migrations / sizeof *migrations))

static int read_pragma(sqlite3 *db, const char *sql, int *ret)
{
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

    if (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        *ret = sqlite3_column_int(statement, 0);
    else
        rc = SQLITE_ERROR;
    sqlite3_finalize(statement);
    return rc == SQLITE_OK ? 0 : -EIO;
}

static int apply(sqlite3 *db, int number)
{
    char mark[128];

    snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             APPLICATION_ID, number + 1);
    if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, migrations[number], NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, mark, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    return -EIO;
}

int migrations_check(sqlite3 *db, int *ret_version, char *error, size_t error_size)
{
    int application = 0;
    int tables = 0;

    if (read_pragma(db, "PRAGMA user_version", ret_version) < 0 ||
        read_pragma(db, "PRAGMA application_id", &application) < 0 ||
        read_pragma(db, "SELECT count(*) FROM sqlite_schema", &tables) < 0)
        return -EIO;
    if (tables > 0 && application != APPLICATION_ID) {
        snprintf(error, error_size, "the database is not one of sandgate's");
        return -EIO;
    }
    if (*ret_version > NEWEST) {
        snprintf(error, error_size,
                 "the database is of a newer sandgate (schema %d; this program knows %d)",
                 *ret_version, NEWEST);
        return -EIO;
    }
    return 0;
}

int migrations_run(sqlite3 *db, int version)
{
    int rc = 0;

    for (; rc == 0 && version < NEWEST; version++)
        rc = apply(db, version);
    return rc;
}
