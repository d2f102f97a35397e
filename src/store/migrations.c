/* SPDX-License-Identifier: MIT */
/* The schema files are embedded in the program; PRAGMA user_version is the version of a database. */
#include "migrations.h"

#include "base/embed.h"
#include "tables.h"

#include <errno.h>
#include <stdio.h>

#define APPLICATION_ID 1396786279 /* "SAgg": identifies databases of sandgate */

EMBED(schema_sandgate, SCHEMA_DIR "/sandgate.sql");
EMBED(schema_snapshots, SCHEMA_DIR "/snapshots.sql");
EMBED(schema_upgrade_2, SCHEMA_DIR "/upgrade_2.sql");
EMBED(schema_upgrade_3, SCHEMA_DIR "/upgrade_3.sql");
EMBED(schema_upgrade_4, SCHEMA_DIR "/upgrade_4.sql");
EMBED(schema_upgrade_5, SCHEMA_DIR "/upgrade_5.sql");
EMBED(schema_upgrade_6, SCHEMA_DIR "/upgrade_6.sql");

/*
 * A new database gets the newest schema directly, because that is faster than upgrades. An older
 * database gets the changes since its version. A test checks that both have the same schema.
 */
#define OLDEST 2
#define NEWEST (OLDEST + (int) (sizeof upgrades / sizeof *upgrades))
static const char *const newest[] = {schema_sandgate, schema_snapshots};
static const char *const upgrades[] = {schema_upgrade_2, schema_upgrade_3, schema_upgrade_4,
                                       schema_upgrade_5, schema_upgrade_6};

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
    if (*ret_version < 0 || (*ret_version == 0 && tables > 0)) {
        snprintf(error, error_size, "the database is damaged: its schema has version %d",
                 *ret_version);
        return -EIO;
    }
    if (*ret_version > 0 && *ret_version < OLDEST) {
        snprintf(
            error, error_size,
            "the database belongs to an older version of sandgate (its schema is %d, this program can upgrade from %d)",
            *ret_version, OLDEST);
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

static int make_newest(sqlite3 *db)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < sizeof newest / sizeof *newest; i++)
        rc = run(db, newest[i]);
    return rc;
}

static int upgrade(sqlite3 *db, int version)
{
    int rc = 0;

    for (; rc == 0 && version < NEWEST; version++)
        rc = run(db, upgrades[version - OLDEST]);
    return rc;
}

int migrations_run(sqlite3 *db, int version)
{
    if (version == NEWEST)
        return 0;
    int rc = run(db, "BEGIN IMMEDIATE");

    if (rc == 0)
        rc = version == 0 ? make_newest(db) : upgrade(db, version);
    if (rc == 0)
        rc = tables_update_snapshot_tables(db);
    if (rc == 0)
        rc = mark(db);
    return rc == 0 ? run(db, "COMMIT") : rc;
}
