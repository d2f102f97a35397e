/* SPDX-License-Identifier: MIT */
/*
 * Database files in which a value is missing that its table demands, or rows belong to no realm. The program says so when it opens the file,
 * or answers 500; it never crashes. Wrong bytes are the fuzzer's (tests/fuzz/database.c).
 */
#include "base/array.h"
#include "support/callers.h"
#include "support/database.h"
#include "support/suite.h"
#include "support/world.h"

#include <check.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLUMNS_MOST 400

/* A column without NULL, or all those of integers of a table. */
static struct column {
    char table[40];
    char nulls[400]; /* "a = NULL, b = NULL" */
} columns[COLUMNS_MOST];
static int columns_count;

static char file[100]; /* of a world with a row in most tables */
static char copy[100]; /* what is damaged */
static struct caller caller;

static void send_all(const char *requests)
{
    caller_send(&caller, requests, strlen(requests));
}

static void check_answered(const struct request *r)
{
    ck_assert_msg(r->reply.status >= 200 && r->reply.status < 600, "%s: %d", r->path,
                  r->reply.status);
}

static void run_sql(sqlite3 *db, const char *sql)
{
    char *error = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        ck_abort_msg("%s: %s", sql, error);
}

/* Before the tests, when Check can't assert. */
static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "damage: %s\n", what);
    abort();
}

static void demand_success(const struct request *r)
{
    demand(r->reply.status / 100 == 2, r->path);
}

static void make_file(void)
{
    caller_open(&caller, file);
    caller.check = demand_success;
    send_all(requests_that_fill);
    caller_close(&caller);
    caller.check = check_answered;
}

static void find_columns(void)
{
    static const char sql[] =
        "SELECT t.name, group_concat(c.name || ' = NULL', ', ')"
        " FROM sqlite_schema t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND c.\"notnull\" AND NOT c.pk AND t.name NOT LIKE 'sqlite%'"
        " GROUP BY t.name, iif(c.type = 'INTEGER', '', c.name)";
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    demand(sqlite3_open(file, &db) == SQLITE_OK &&
               sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK,
           "can't read the schema");
    while (sqlite3_step(statement) == SQLITE_ROW && columns_count < COLUMNS_MOST) {
        struct column *c = &columns[columns_count++];

        snprintf(c->table, sizeof c->table, "%s", sqlite3_column_text(statement, 0));
        snprintf(c->nulls, sizeof c->nulls, "%s", sqlite3_column_text(statement, 1));
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    demand(columns_count > 0 && columns_count < COLUMNS_MOST, "the number of columns");
}

/* It takes a schema without the constraints of columns, for a moment. */
static void remove_values(const struct column *c)
{
    static const char removes[] =
        "UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql,"
        " 'INTEGER NOT NULL', 'INTEGER /*T NUL*/'), 'BLOB    NOT NULL', 'BLOB    /*T NUL*/'),"
        " 'TEXT    NOT NULL', 'TEXT    /*T NUL*/'), 'TEXT NOT NULL', 'TEXT /*T NUL*/')"
        " WHERE type = 'table'";
    static const char restores[] =
        "UPDATE sqlite_schema SET sql = replace(sql, '/*T NUL*/', 'NOT NULL') WHERE type = 'table'";
    char update[500];

    snprintf(update, sizeof update, "UPDATE %s SET %s", c->table, c->nulls);
    const char *const steps[] = {removes, update, restores};

    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        sqlite3 *db = NULL;

        ck_assert_int_eq(sqlite3_open(copy, &db), SQLITE_OK);
        run_sql(db, "PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON");
        run_sql(db, steps[i]);
        sqlite3_close(db);
    }
}

/* Opens the copy and calls everything, or finds that it is refused with a sentence. */
static void try_copy(void)
{
    struct caller like = caller;
    char error[1000] = "";

    if (caller_reopen(&caller, copy, &like, error, sizeof error)) {
        send_all(requests_that_fill);
        send_all(requests_that_use);
    } else {
        ck_assert_msg(*error != '\0' && strchr(error, '\n') == NULL, "no sentence: %s", error);
    }
    caller_close(&caller);
}

static void run_on_copy(const char *sql)
{
    sqlite3 *db = NULL;

    database_copy(file, copy);
    ck_assert_int_eq(sqlite3_open(copy, &db), SQLITE_OK);
    run_sql(db, "PRAGMA ignore_check_constraints = ON");
    run_sql(db, sql);
    sqlite3_close(db);
}

/* Tables of a realm's content. */
static const char *const tables[] = {
#define TABLE(table, columns, export) #table,
#include "store/all_tables.def"
#undef TABLE
};

START_TEST(survives_rows_of_no_realm)
{
    char sql[200];

    snprintf(sql, sizeof sql, "UPDATE OR IGNORE %s SET realm_id = 7", tables[_i]);
    run_on_copy(sql);
    try_copy();
}
END_TEST

START_TEST(survives_a_column_without_values)
{
    database_copy(file, copy);
    remove_values(&columns[_i]);
    try_copy();
}
END_TEST

static const struct {
    const char *sql;
    const char *sentence;
} refused[] = {
    {"PRAGMA user_version = -1", "version -1"},
    {"PRAGMA user_version = -2147483648", "version -2147483648"},
    {"PRAGMA user_version = 0", "version 0"},
    {"PRAGMA user_version = 1", "older"},
    {"PRAGMA user_version = 2147483647", "newer"},
    {"UPDATE gateway SET signing_seed = x'00'", "signing_seed has 1 bytes, not 32"},
    {"UPDATE gateway SET signing_seed = zeroblob(33)", "signing_seed has 33 bytes, not 32"},
    {"UPDATE gateway SET signing_seed = x''", "signing_seed has 0 bytes, not 32"},
    {"UPDATE realms SET seed_key = x'0102'", "seed_key has 2 bytes"},
};

START_TEST(refuses_what_it_notices_with_a_sentence)
{
    const struct gateway_options options = {.database = copy, .registry = world_registry()};
    struct gateway gateway;
    char error[1000] = "";

    run_on_copy(refused[_i].sql);
    ck_assert_int_lt(gateway_open(&gateway, &options, error, sizeof error), 0);
    ck_assert_msg(strstr(error, refused[_i].sentence) != NULL, "%s is not in: %s",
                  refused[_i].sentence, error);
    gateway_close(&gateway);
}
END_TEST

static void remove_files(const char *directory)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[110];

    for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
        snprintf(name, sizeof name, "%s%s", file, ends[i]);
        unlink(name);
        snprintf(name, sizeof name, "%s%s", copy, ends[i]);
        unlink(name);
    }
    rmdir(directory);
}

int main(void)
{
    Suite *s = suite_create("damage");
    TCase *tcase = suite_case(s, "damage");

    char directory[] = "/tmp/sandgate-damage-XXXXXX";

    demand(mkdtemp(directory) != NULL, "no directory");
    snprintf(file, sizeof file, "%s/whole.db", directory);
    snprintf(copy, sizeof copy, "%s/damaged.db", directory);
    make_file();
    find_columns();
    tcase_add_loop_test(tcase, survives_rows_of_no_realm, 0, (int) ARRAY_SIZE(tables));
    tcase_add_loop_test(tcase, survives_a_column_without_values, 0, columns_count);
    tcase_add_loop_test(tcase, refuses_what_it_notices_with_a_sentence, 0,
                        (int) ARRAY_SIZE(refused));
    int status = suite_run(s, CK_FORK_GETENV);

    remove_files(directory);
    return status;
}
