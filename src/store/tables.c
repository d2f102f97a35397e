/* SPDX-License-Identifier: MIT */
/* Clears the tables of a realm, and copies them to and from the snapshot tables. */
#include "tables.h"

#include "base/embed.h"
#include "base/list.h"
#include "store/query.h"

#include <errno.h>

EMBED(snapshot_indexes, SCHEMA_DIR "/snapshot_indexes.sql");

static const enum statement clearing[] = {
#define TABLE(table, columns, export) REALM_CLEAR_##table,
#include "store/all_tables.def"
};

static const enum statement measuring[] = {
#define TABLE(table, columns, export) SNAPSHOT_SIZE_##table,
#include "store/all_tables.def"
};

static const enum statement taking[] = {
#define TABLE(table, columns, export) SNAPSHOT_TAKE_##table,
#include "store/all_tables.def"
};

static const enum statement returning[] = {
#define TABLE(table, columns, export) SNAPSHOT_RESTORE_##table,
#include "store/all_tables.def"
};

#define TABLES (sizeof clearing / sizeof *clearing)

static int clear_table(struct store *s, enum statement statement, int64_t realm)
{
    QUERY(q, s, statement, INT_ARG(realm));

    return query_run(&q);
}

int tables_clear(struct store *s, int64_t realm)
{
    int rc = 0;

    /* in reverse, because rows refer to those of earlier tables */
    for (size_t i = TABLES; rc == 0 && i > 0; i--)
        rc = clear_table(s, clearing[i - 1], realm);
    return rc;
}

static int copy_table(struct store *s, enum statement statement, int64_t realm, int64_t snapshot)
{
    QUERY(q, s, statement, INT_ARG(realm), INT_ARG(snapshot));

    return query_run(&q);
}

static int copy_all(struct store *s, const enum statement statements[static TABLES], int64_t realm,
                    int64_t snapshot)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < TABLES; i++)
        rc = copy_table(s, statements[i], realm, snapshot);
    return rc;
}

int tables_size(struct store *s, int64_t realm, int64_t *ret)
{
    int rc = 0;

    *ret = 0;
    for (size_t i = 0; rc == 0 && i < TABLES; i++) {
        QUERY(q, s, measuring[i], INT_ARG(realm));

        rc = query_step(&q);
        *ret += rc == 0 ? column_int(&q, 0) : 0;
    }
    return rc;
}

/* The function row_bytes: the bytes of texts and blobs, and 8 for each value. */
static void add_bytes(sqlite3_context *context, int count, sqlite3_value **values)
{
    sqlite3_int64 bytes = 0;

    for (int i = 0; i < count; i++) {
        int type = sqlite3_value_type(values[i]);

        bytes += 8;
        if (type == SQLITE_TEXT || type == SQLITE_BLOB)
            bytes += sqlite3_value_bytes(values[i]);
    }
    sqlite3_result_int64(context, bytes);
}

int tables_add_functions(sqlite3 *db)
{
    int rc = sqlite3_create_function(db, "row_bytes", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                     add_bytes, NULL, NULL);

    return rc == SQLITE_OK ? 0 : -EIO;
}

int tables_take(struct store *s, int64_t realm, int64_t snapshot)
{
    return copy_all(s, taking, realm, snapshot);
}

int tables_restore(struct store *s, int64_t realm, int64_t snapshot)
{
    return copy_all(s, returning, realm, snapshot);
}

/* ---- snapshot tables ---- */

static const char *const names[] = {
#define TABLE(table, columns, export) #table,
#include "store/all_tables.def"
};

/* The statements that create or alter the snapshot table of table ?1. */
static const char plan_sql[] =
    "WITH wanted AS (SELECT name, pk, dflt_value,"
    "  name || ' ' || type || iif(\"notnull\" OR pk, ' NOT NULL', '') AS text"
    "  FROM pragma_table_info(?1) WHERE name <> 'realm_id'),"
    " present AS (SELECT name FROM pragma_table_info('snapshot_' || ?1)) "
    "SELECT 'CREATE TABLE snapshot_' || ?1"
    " || ' (snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE, '"
    " || group_concat(text, ', ') || ', PRIMARY KEY (snapshot_id, '"
    " || group_concat(name, ', ') FILTER (WHERE pk)"
    " || ')) STRICT, WITHOUT ROWID' FROM wanted WHERE NOT EXISTS (SELECT 1 FROM present) GROUP BY ?1"
    " UNION ALL "
    "SELECT 'ALTER TABLE snapshot_' || ?1 || ' ADD COLUMN ' || text"
    " || coalesce(' DEFAULT ' || dflt_value, '') FROM wanted"
    " WHERE EXISTS (SELECT 1 FROM present) AND name NOT IN (SELECT name FROM present)"
    " UNION ALL "
    "SELECT 'ALTER TABLE snapshot_' || ?1 || ' DROP COLUMN ' || name FROM present"
    " WHERE name <> 'snapshot_id' AND name NOT IN (SELECT name FROM wanted)";

/* All rows are copied first, because the schema must not change during a query. */
static int collect(sqlite3_stmt *plan, struct arena *a, struct list *ret)
{
    int rc;

    while ((rc = sqlite3_step(plan)) == SQLITE_ROW)
        *(const char **) list_add(ret, a) =
            arena_text(a, (const char *) sqlite3_column_text(plan, 0));
    sqlite3_reset(plan);
    return rc == SQLITE_DONE ? 0 : -EIO;
}

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -EIO;
}

static int plan_all(sqlite3 *db, struct arena *a, struct list *ret)
{
    sqlite3_stmt *plan = NULL;
    int rc = sqlite3_prepare_v2(db, plan_sql, -1, &plan, NULL) == SQLITE_OK ? 0 : -EIO;

    for (size_t i = 0; rc == 0 && i < TABLES; i++) {
        sqlite3_bind_text(plan, 1, names[i], -1, SQLITE_STATIC);
        rc = collect(plan, a, ret);
    }
    sqlite3_finalize(plan);
    return rc;
}

int tables_update_snapshot_tables(sqlite3 *db)
{
    struct arena arena = ARENA_EMPTY;
    struct list changes = LIST_OF(const char *);
    int rc = plan_all(db, &arena, &changes);

    for (size_t i = 0; rc == 0 && i < changes.count; i++)
        rc = run(db, *(const char **) list_at(&changes, i));
    arena_free(&arena);
    return rc == 0 ? run(db, snapshot_indexes) : rc;
}
