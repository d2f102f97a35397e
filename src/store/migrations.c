/* SPDX-License-Identifier: MIT */
/* The schema files are embedded in the program; PRAGMA user_version counts those applied. */
#include "migrations.h"

#include "base/embed.h"
#include "tables.h"

#include <errno.h>
#include <stdio.h>

#define APPLICATION_ID 1396786279 /* "SAgg": identifies databases of sandgate */

EMBED(schema_0001, SCHEMA_DIR "/0001_sandgate.sql");
EMBED(schema_0002, SCHEMA_DIR "/0002_snapshots.sql");
EMBED(schema_0003, SCHEMA_DIR "/0003_ids.sql");

static const char *const migrations[] = {schema_0001, schema_0002, schema_0003};

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

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -EIO;
}

static int mark(sqlite3 *db)
{
    char sql[128];

    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             APPLICATION_ID, NEWEST);
    return run(db, sql);
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
        snprintf(error, error_size, "the database does not belong to sandgate");
        return -EIO;
    }
    if (*ret_version > NEWEST) {
        snprintf(
            error, error_size,
            "the database belongs to a newer version of sandgate (its schema is %d, this program has %d)",
            *ret_version, NEWEST);
        return -EIO;
    }
    return 0;
}

int migrations_run(sqlite3 *db, int version)
{
    if (version == NEWEST)
        return 0;
    int rc = run(db, "BEGIN IMMEDIATE");

    for (; rc == 0 && version < NEWEST; version++)
        rc = run(db, migrations[version]);
    if (rc == 0)
        rc = tables_update_snapshot_tables(db);
    if (rc == 0)
        rc = mark(db);
    return rc == 0 ? run(db, "COMMIT") : rc;
}
