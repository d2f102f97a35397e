/* SPDX-License-Identifier: MIT */
/* What statements and tables say, beside the schema. */
#include "fixture.h"

#include "base/text.h"
#include "directory/people_store.h"
#include "store/query.h"

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

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* "b, a" as "a,b". */
static const char *sorted(const char *columns)
{
    struct text t = TEXT_IN(&arena);
    char *rest = arena_text(&arena, columns);
    const char *names[64];
    size_t count = 0;

    for (char *name; (name = strtok_r(rest, ", ", &rest)) != NULL;)
        names[count++] = name;
    qsort(names, count, sizeof *names, compare_texts);
    for (size_t i = 0; i < count; i++)
        text_format(&t, "%s%s", i == 0 ? "" : ",", names[i]);
    return text_string(&t);
}

/* A table or a column that a snapshot forgets would be lost on the way back. */
START_TEST(copies_every_table_of_a_realm_with_all_columns)
{
    static const struct {
        const char *table;
        const char *columns;
    } content[] = {
#define TABLE(table, columns) {#table, columns},
#include "store/all_tables.def"
    };
    static const char tables[] =
        "SELECT m.name || ' ' || (SELECT group_concat(name) FROM (SELECT name FROM"
        " pragma_table_info(m.name) WHERE name <> 'realm_id' ORDER BY name))"
        " FROM sqlite_schema m WHERE m.type = 'table' AND m.name <> 'snapshots' AND EXISTS"
        " (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'realm_id') ORDER BY m.name";
    static const char twins[] =
        "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_schema m,"
        " pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'snapshot~_%' ESCAPE '~'"
        " AND c.name <> 'snapshot_id' EXCEPT SELECT 'snapshot_' || m.name || '.' || c.name || ' ' ||"
        " c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    const char *rows[ARRAY_SIZE(content)];
    struct text wanted = TEXT_IN(&arena);
    const char *file = file_in("schema.db");

    store_close(open_at(file));
    for (size_t i = 0; i < ARRAY_SIZE(content); i++)
        rows[i] = arena_printf(&arena, "%s %s", content[i].table, sorted(content[i].columns));
    qsort(rows, ARRAY_SIZE(rows), sizeof *rows, compare_texts);
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        text_format(&wanted, "%s\n", rows[i]);
    ck_assert_str_eq(ask_file(file, tables), text_string(&wanted));
    ck_assert_str_eq(ask_file(file, twins), "");
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
        {copies_every_table_of_a_realm_with_all_columns, 0},
        {finds_by_index_what_is_answered, 0},
    };

    return store_suite_of("store schema", tests, ARRAY_SIZE(tests));
}
