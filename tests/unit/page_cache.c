/* SPDX-License-Identifier: MIT */
/* How often SQLite's whole page cache is walked at the end of a transaction, and that the right pages remain. */
#include "store/page_cache.h"

#include "support/suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static sqlite3_pcache_methods2 system_methods;
static size_t walks;
static sqlite3 *db;
static char path[] = "page_cache_XXXXXX";

static void count_walk(sqlite3_pcache *cache, unsigned limit)
{
    walks++;
    system_methods.xTruncate(cache, limit);
}

static void run(const char *sql)
{
    char *error = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        ck_abort_msg("%s: %s", sql, error);
}

static int64_t number(const char *sql)
{
    sqlite3_stmt *statement;

    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);

    sqlite3_finalize(statement);
    return value;
}

/* Fails if the pages hold anything but what was committed. */
static void check_rows(int64_t rows)
{
    ck_assert_int_eq(
        number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    ck_assert_int_eq(number("SELECT count(*) FROM entries"), rows);
    ck_assert_int_eq(number("SELECT count(*) FROM entries WHERE filler <> zeroblob(100)"), 0);
}

static void open_database(const char *name)
{
    sqlite3_pcache_methods2 methods;

    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &system_methods), SQLITE_OK);
    methods = system_methods;
    methods.xTruncate = count_walk;
    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods), SQLITE_OK);
    page_cache_configure();
    page_cache_configure(); /* once more is harmless */
    ck_assert_int_eq(sqlite3_open(name, &db), SQLITE_OK);
    run("CREATE TABLE entries (id INTEGER PRIMARY KEY, key INTEGER UNIQUE, filler BLOB) STRICT");
}

/* Rows whose keys are in no order, so that pages in the middle of the index are split. */
static void insert(int first, int count)
{
    char sql[128];

    for (int i = first; i < first + count; i++) {
        snprintf(sql, sizeof sql, "INSERT INTO entries VALUES (%lld, %lld, zeroblob(100))",
                 i * 7919LL % 100003, i * 104729LL % 1000003);
        run(sql);
    }
}

START_TEST(memory_is_not_walked_at_a_commit)
{
    open_database(":memory:");
    insert(1, 1000);
    walks = 0;
    insert(1001, 5000);
    ck_assert_uint_eq(walks, 0);
    check_rows(6000);
    sqlite3_close(db);
}
END_TEST

/* Pages behind the end are what a rollback leaves. If they remained, they would be taken for new ones. */
START_TEST(pages_of_a_rollback_are_removed)
{
    open_database(":memory:");
    insert(1, 1000);
    int64_t pages = number("PRAGMA page_count");

    run("BEGIN");
    insert(1001, 1000);
    run("SAVEPOINT inner");
    insert(2001, 1000);
    run("ROLLBACK TO inner");
    insert(3001, 10);
    ck_assert_int_gt(number("PRAGMA page_count"), pages);
    walks = 0;
    run("ROLLBACK");
    ck_assert_uint_gt(walks, 0);
    ck_assert_int_eq(number("PRAGMA page_count"), pages);
    check_rows(1000);
    insert(4001, 2000);
    check_rows(3000);
    run("DELETE FROM entries; VACUUM");
    insert(1, 100);
    check_rows(100);
    sqlite3_close(db);
}
END_TEST

/* A second database in memory, or one in a file, isn't counted: SQLite does what it did. */
START_TEST(other_databases_are_left_to_sqlite)
{
    sqlite3 *first;

    open_database(":memory:");
    first = db;
    const char *const names[] = {":memory:", path};

    ck_assert_int_ge(mkstemp(path), 0);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(sqlite3_open(names[i], &db), SQLITE_OK);
        run("CREATE TABLE entries (id INTEGER PRIMARY KEY, key INTEGER UNIQUE, filler BLOB) STRICT");
        walks = 0;
        insert(1, 100);
        ck_assert_uint_ge(walks, 100);
        check_rows(100);
        sqlite3_close(db);
    }
    unlink(path);
    db = first;
    walks = 0;
    insert(1, 1000);
    ck_assert_uint_lt(walks, 10);
    sqlite3_close(db);
    ck_assert_int_eq(sqlite3_open(":memory:", &db),
                     SQLITE_OK); /* takes the place of the closed one */
    run("CREATE TABLE entries (id INTEGER PRIMARY KEY, key INTEGER UNIQUE, filler BLOB) STRICT");
    insert(1, 1000);
    walks = 0;
    insert(1001, 1000);
    ck_assert_uint_eq(walks, 0);
    sqlite3_close(db);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("page_cache");
    TCase *tcase = suite_case(s, "page_cache");

    tcase_add_test(tcase, memory_is_not_walked_at_a_commit);
    tcase_add_test(tcase, pages_of_a_rollback_are_removed);
    tcase_add_test(tcase, other_databases_are_left_to_sqlite);
    return suite_run(s, CK_FORK);
}
