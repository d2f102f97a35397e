/* SPDX-License-Identifier: MIT */
/* Looks at the database through the connection of the gateway under test, the only one that it has. */
#include "database.h"

#include "base/array.h"
#include "base/text.h"
#include "store/library.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sqlite3 *db;

/* What needs no transaction: it is repeated until it succeeds, and no answer tells of it. */
static const char *const lone_writes[] = {
    "BEGIN",
    "UPDATE gateway SET ids_reserved",
    "UPDATE sessions SET last_activity",
};
static char lone_write[500];

static bool may_be_alone(const char *sql)
{
    for (size_t i = 0; i < ARRAY_SIZE(lone_writes); i++) {
        if (strncmp(sql, lone_writes[i], strlen(lone_writes[i])) == 0)
            return true;
    }
    return false;
}

static int note_lone_write(unsigned type, void *context, void *statement, void *text)
{
    const char *sql = sqlite3_sql(statement);

    (void) type;
    (void) context;
    (void) text;
    if (lone_write[0] == '\0' && !sqlite3_stmt_readonly(statement) &&
        sqlite3_get_autocommit(sqlite3_db_handle(statement)) != 0 && !may_be_alone(sql))
        snprintf(lone_write, sizeof lone_write, "%s", sql);
    return 0;
}

static int take_connection(sqlite3 *opened, const char **error,
                           const struct sqlite3_api_routines *routines)
{
    (void) error;
    (void) routines;
    db = opened;
    return SQLITE_OK;
}

void database_watch(void)
{
    library_configure(); /* what follows initializes SQLite */
    if (sqlite3_auto_extension((void (*)(void)) take_connection) != SQLITE_OK)
        abort();
}

struct sqlite3 *database_connection(void)
{
    return db;
}

void database_watch_writes(void)
{
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, note_lone_write, NULL);
}

const char *database_lone_write(void)
{
    return lone_write[0] == '\0' ? NULL : lone_write;
}

static sqlite3_stmt *prepare(const char *sql, int64_t number)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        abort();
    if (number != 0)
        sqlite3_bind_int64(statement, 1, number);
    return statement;
}

/* For each table a SELECT of its rows as SQL literals, the WHERE for one realm, and its name. */
static const char statements[] =
    "SELECT 'SELECT ' || group_concat('quote(\"' || c.name || '\")', ' || '','' || ') ||"
    " ' FROM ' || t.name,"
    " max(CASE WHEN c.name = 'realm_id' THEN ' WHERE realm_id = ?1'"
    "          WHEN t.name = 'realms' THEN ' WHERE id = ?1' ELSE '' END), t.name"
    " FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
    " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name ORDER BY t.name";

static void add_rows(struct text *all, const char *table, const char *sql, int64_t realm)
{
    sqlite3_stmt *rows = prepare(sql, realm);

    while (sqlite3_step(rows) == SQLITE_ROW)
        text_format(all, "%s: %s\n", table, (const char *) sqlite3_column_text(rows, 0));
    sqlite3_finalize(rows);
}

/* The statements, which are the same for every database of this version. */
static struct table {
    char *name;
    char *select;
    char *where;
} tables[100];
static size_t tables_count;

static char *column_text(sqlite3_stmt *row, int i)
{
    char *text = strdup((const char *) sqlite3_column_text(row, i));

    if (text == NULL)
        abort();
    return text;
}

static void read_tables(void)
{
    sqlite3_stmt *rows = prepare(statements, 0);

    while (sqlite3_step(rows) == SQLITE_ROW) {
        if (tables_count == ARRAY_SIZE(tables))
            abort();
        tables[tables_count++] =
            (struct table){column_text(rows, 2), column_text(rows, 0), column_text(rows, 1)};
    }
    sqlite3_finalize(rows);
}

const char *database_dump(struct arena *a, int64_t realm)
{
    struct text all = TEXT_IN(a);

    if (tables_count == 0)
        read_tables();
    for (size_t i = 0; i < tables_count; i++) {
        const struct table *t = &tables[i];

        if (realm == 0)
            add_rows(&all, t->name, t->select, 0);
        else if (*t->where != '\0')
            add_rows(&all, t->name, arena_printf(a, "%s%s", t->select, t->where), realm);
    }
    return text_string(&all);
}

void database_copy(const char *from, const char *to)
{
    static char bytes[1 << 22];
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    char log[200];

    if (in == NULL || out == NULL)
        abort();
    size_t size = fread(bytes, 1, sizeof bytes, in);

    if (size == 0 || size == sizeof bytes || fwrite(bytes, 1, size, out) != size ||
        fclose(out) != 0)
        abort();
    fclose(in);
    snprintf(log, sizeof log, "%s-wal", to);
    unlink(log);
}
