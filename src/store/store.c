/* SPDX-License-Identifier: MIT */
/*
 * The main file of the store, which has all SQL of the program in named, prepared statements. It opens
 * the database and runs transactions.
 *
 * - One connection and one thread. Only the store calls SQLite; the modules above add functions of
 *   their own with query.h.
 * - Statements are in the .def files that all_statements.def includes, tables of a realm in those of
 *   all_tables.def.
 * - A failed transaction leaves no trace in memory either: ids, activity and changes follow it.
 *
 * Start reading at store_open and query.h; an example of a file with queries is replays.c.
 */
#include "store/store.h"

#include "base/memory.h"
#include "library.h"
#include "migrations.h"
#include "store/activity.h"
#include "store/changes.h"
#include "store/ids.h"
#include "store/query.h"
#include "store/session_cache.h"
#include "tables.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Only one process uses the file. Exclusive locking avoids a file lock for each read, and makes a
 * second process fail to open it.
 */
static const char settings_sql[] = "PRAGMA locking_mode = EXCLUSIVE;"
                                   "PRAGMA journal_mode = WAL;"
                                   "PRAGMA synchronous = NORMAL;"
                                   "PRAGMA foreign_keys = ON;"
                                   "PRAGMA temp_store = MEMORY;";

static int open_database(struct store *s, const char *path, char *error, size_t error_size)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

    if (sqlite3_open_v2(path == NULL ? ":memory:" : path, &s->db, flags, NULL) != SQLITE_OK)
        return -EIO;
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, 0);
    s->sessions = session_cache_new(s->db);
    int version = 0;
    int rc = migrations_check(s->db, &version, error, error_size);

    if (rc < 0)
        return rc;
    if (sqlite3_exec(s->db, settings_sql, NULL, NULL, NULL) != SQLITE_OK)
        return -EIO;
    rc = migrations_run(s->db, version);
    if (rc == 0)
        rc = tables_add_functions(s->db);
    /* a schema that was just created needs no check */
    if (rc == 0 && version > 0)
        rc = query_check_all(s);
    s->open = rc == 0;
    return rc;
}

static struct store *store_new(void)
{
    struct store *s = memory_zeroed(1, sizeof *s);

    s->activity = memory_zeroed(1, sizeof *s->activity);
    return s;
}

/* SQLite quotes the schema in some of its errors. */
static void make_one_line(char *error)
{
    while (*(error += strcspn(error, "\r\n")) != '\0')
        *error = ' ';
}

int store_open(const char *path, struct store **ret, char *error, size_t error_size)
{
    library_configure();
    struct store *s = store_new();

    error[0] = '\0';
    int rc = open_database(s, path, error, error_size);
    if (rc < 0) {
        if (error[0] == '\0')
            snprintf(error, error_size, "can't open database %s: %s", path == NULL ? "" : path,
                     store_error(s));
        make_one_line(error);
        store_close(s);
        return rc;
    }
    *ret = s;
    return 0;
}

void store_close(struct store *s)
{
    if (s == NULL)
        return;
    if (s->open)
        store_activity_flush(s);
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(s->statements[i]);
    session_cache_free(s->sessions);
    sqlite3_close(s->db);
    store_record_changes(s, false);
    free(s->activity);
    free(s);
}

const char *store_error(const struct store *s)
{
    return s->error[0] != '\0' ? s->error : sqlite3_errmsg(s->db);
}

static int run(struct store *s, enum statement name)
{
    struct query q = query_begin(s, name, NULL, 0);
    int rc = query_run(&q);

    query_end(&q);
    return rc;
}

int store_begin(struct store *s)
{
    return run(s, TRANSACTION_BEGIN);
}

int store_commit(struct store *s)
{
    int64_t reserved = s->ids_reserved;
    int rc = ids_ensure_reserved(s);

    if (rc == 0)
        rc = run(s, TRANSACTION_COMMIT);
    if (rc == 0)
        changes_end(s->changes, true);
    else
        s->ids_reserved = reserved;
    return rc;
}

void store_rollback(struct store *s)
{
    activity_mark_unwritten(s->activity);
    changes_end(s->changes, false);
    /* after some failures SQLite has rolled back by itself */
    if (!sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int store_signing_seed(struct store *s, unsigned char ret[static SIGNING_SEED_SIZE])
{
    QUERY(q, s, SIGNING_SEED, INT_ARG(1));
    int rc = query_step(&q);

    if (rc == 0)
        return column_blob(&q, 0, ret, SIGNING_SEED_SIZE);
    if (rc != -ENOENT)
        return rc;
    randombytes_buf(ret, SIGNING_SEED_SIZE);
    QUERY(insert, s, SIGNING_SEED_INSERT, BLOB_ARG(ret, SIGNING_SEED_SIZE));

    return query_run(&insert);
}

int store_statistics(struct store *s, struct store_statistics *ret)
{
    struct query q = query_begin(s, STORE_STATISTICS, NULL, 0);
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct store_statistics){.sessions = column_int(&q, 0), .bytes = column_int(&q, 1)};
    query_end(&q);
    return rc;
}

void store_fail_at(struct store *s, unsigned n)
{
    s->fail_at = n;
    s->run = 0;
}

unsigned store_statements_run(const struct store *s)
{
    return s->run;
}

uint64_t store_work(const struct store *s)
{
    uint64_t ret = 0;

    for (size_t i = 0; i < STATEMENTS; i++) {
        if (s->statements[i] != NULL)
            ret += (uint64_t) (uint32_t) sqlite3_stmt_status(s->statements[i],
                                                             SQLITE_STMTSTATUS_VM_STEP, false);
    }
    return ret;
}
