/* SPDX-License-Identifier: MIT */
/* What statements and tables say, beside the schema. */
#include "fixture.h"

#include "base/text.h"
#include "directory/people_store.h"
#include "store/query.h"
#include "store/snapshots.h"
#include "store/tables.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child process that runs `act` says on stderr until it ends, with its status. */
static const char *said_by_child(void (*act)(void), int *ret_status)
{
    static char said[1000];
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        act();
        _exit(0);
    }
    close(ends[1]);
    ssize_t length = read(ends[0], said, sizeof said - 1);

    ck_assert_int_ge(length, 0);
    said[length] = '\0';
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, ret_status, 0), child);
    return said;
}

static void find_what_has_no_column(void)
{
    struct tokenised found;

    sqlite3_exec(store->db, "ALTER TABLE tokenised RENAME COLUMN value TO content", NULL, NULL,
                 NULL);
    store_tokenised_find(store, &arena, REALM, "token", &found);
}

/* As a misspelt one is, when it is first used. */
START_TEST(names_a_statement_that_does_not_fit_the_schema)
{
    int status;
    const char *said = said_by_child(find_what_has_no_column, &status);

    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), EXIT_FAILURE);
    ck_assert_ptr_nonnull(strstr(said, "statement TOKENISED_FIND: no such column: value"));
}
END_TEST

/* Each row of a query is one thing that is missing. */
static void expect_nothing(const char *file, const char *what, const char *sql)
{
    const char *rows = ask_file(file, sql);

    ck_assert_msg(*rows == '\0', "%s: %s", what, rows);
}

/* The tables of the list with their columns, as values of SQL: ('users', 'id'), … */
static const char *listed(void)
{
    static const struct {
        const char *table;
        const char *columns;
    } tables[] = {
#define TABLE(table, columns, export) {#table, columns},
#include "store/all_tables.def"
    };
    struct text t = TEXT_IN(&arena);

    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        char *rest = arena_text(&arena, tables[i].columns);

        for (char *name; (name = strtok_r(rest, ", ", &rest)) != NULL;)
            text_format(&t, "%s('%s', '%s')", t.length == 0 ? "" : ", ", tables[i].table, name);
    }
    return text_string(&t);
}

/* A table or a column that a snapshot forgets would be lost on the way back. */
START_TEST(lists_every_table_of_a_realm_with_all_columns)
{
    static const char of_realms[] =
        "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.name <> 'snapshots' AND c.name <> 'realm_id'"
        " AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'realm_id')";
    const char *file = file_in("schema.db");

    store_close(open_at(file));
    const char *with = arena_printf(&arena,
                                    "WITH listed (t, c) AS (VALUES %s), present (t, c) AS (%s)"
                                    " SELECT t || '.' || c FROM ",
                                    listed(), of_realms);

    expect_nothing(
        file, "in the schema, and in no tables.def",
        arena_printf(&arena, "%s (SELECT * FROM present EXCEPT SELECT * FROM listed)", with));
    expect_nothing(
        file, "in a tables.def, and not in the schema",
        arena_printf(&arena, "%s (SELECT * FROM listed EXCEPT SELECT * FROM present)", with));
}
END_TEST

static void change_users(const char *change)
{
    ck_assert_int_eq(sqlite3_exec(store->db, change, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(tables_update_snapshot_tables(store->db), 0);
}

/* What a migration does to a table, its twin follows, and the snapshots that are there stay whole. */
START_TEST(has_twins_follow_their_tables)
{
    static const char users[] = "SELECT id || ' ' || tags || ' ' || (SELECT count(*) FROM"
                                " pragma_table_info('snapshot_users') WHERE name = 'lost_nonce')"
                                " FROM snapshot_users WHERE id = 10";
    const struct snapshot snapshot = {.name = "a", .rates = ""};
    const char *file = file_in("twins.db");
    const struct realm_row row = realm_row(REALM);

    store_close(store);
    store = open_at(file);
    ck_assert_int_eq(store_realm_insert(store, &row), 0);
    add_person(ADA, "ada@example.test");
    ck_assert_int_eq(store_snapshot_take(store, REALM, &snapshot), 0);
    change_users("ALTER TABLE users ADD COLUMN tags TEXT NOT NULL DEFAULT 'none'");
    change_users("ALTER TABLE users DROP COLUMN lost_nonce");
    store_close(store);
    store = NULL;
    ck_assert_str_eq(ask_file(file, users), "10 none 0\n");
}
END_TEST

/* Whatever the size of a realm, no row is looked at that is not answered. */
START_TEST(finds_by_index_what_is_answered)
{
    static const struct {
        const char *name;
        const char *sql;
    } statements[] = {
/* clang-format off */
#define STATEMENT(name, ...) {#name, __VA_ARGS__},
#include "store/all_statements.def"
        /* clang-format on */
    };
    static const struct {
        const char *statement;
        const char *search;
    } wanted[] = {
        {"CUSTOMERS_OF_TYPE", "SEARCH customers USING COVERING INDEX customers_of_type "},
        {"CUSTOMERS_OF_STATUS", "SEARCH customers USING COVERING INDEX customers_of_status "},
        {"CUSTOMERS_OF_ORGANIZATION",
         "SEARCH customers USING COVERING INDEX customers_of_organization "},
        {"ACCESS_OF_PERSON",
         "SEARCH m USING COVERING INDEX sqlite_autoindex_access_members_1 (customer_id=?)"},
        {"ACCESS_OF_PERSON", "SEARCH a USING PRIMARY KEY (realm_id=? AND id=?)"},
        {"PEOPLE_BY_EMAIL", "SEARCH users USING INDEX users_by_email (realm_id=? AND email=?)"},
        {"PEOPLE_BY_EMAIL",
         "SEARCH users USING INDEX users_by_former_email (realm_id=? AND email=?)"},
    };
    const char *file = file_in("plans.db");
    size_t found = 0;

    store_close(open_at(file));
    for (size_t i = 0; i < ARRAY_SIZE(statements); i++) {
        for (size_t j = 0; j < ARRAY_SIZE(wanted); j++) {
            if (strcmp(statements[i].name, wanted[j].statement) != 0)
                continue;
            const char *plan =
                ask_file(file, arena_printf(&arena, "EXPLAIN QUERY PLAN %s", statements[i].sql));

            ck_assert_ptr_nonnull(strstr(plan, wanted[j].search));
            ck_assert_ptr_null(strstr(plan, "SCAN customers"));
            found++;
        }
    }
    ck_assert_uint_eq(found, ARRAY_SIZE(wanted));
}
END_TEST

Suite *store_schema_suite(void)
{
    const struct test tests[] = {
        {names_a_statement_that_does_not_fit_the_schema, 0},
        {lists_every_table_of_a_realm_with_all_columns, 0},
        {has_twins_follow_their_tables, 0},
        {finds_by_index_what_is_answered, 0},
    };

    return store_suite_of("store schema", tests, ARRAY_SIZE(tests));
}
