/* SPDX-License-Identifier: MIT */
/* Databases in files: found again, or refused. */
#include "fixture.h"

#include "directory/sessions_store.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *file(void)
{
    return file_in("file.db");
}

START_TEST(finds_everything_again_in_a_file)
{
    unsigned char first[SIGNING_SEED_SIZE];
    unsigned char again[SIGNING_SEED_SIZE];
    struct store *memory = store;

    store = open_at(file());
    const struct realm_row row = realm_row(REALM);

    ck_assert_int_eq(store_realm_insert(store, &row), 0);
    add_person(ADA, "ada@example.test");
    add_session(100, "token");
    ck_assert_int_eq(store_session_used(store, 100, 1000, 1500), 0);
    ck_assert_int_eq(store_signing_seed(store, first), 0);
    store_close(store);

    store = open_at(file());
    ck_assert_int_eq(store_signing_seed(store, again), 0);
    ck_assert_mem_eq(first, again, SIGNING_SEED_SIZE);
    /* closing had written what was pending */
    ck_assert_int_eq(activity(100), 1500);
    store_close(store);
    store = memory;
}
END_TEST

/* All bytes of a file, and their number. */
static unsigned char *bytes_of(const char *name, size_t *ret_size)
{
    FILE *stream = fopen(name, "rb");
    struct stat info;

    ck_assert_ptr_nonnull(stream);
    ck_assert_int_eq(fstat(fileno(stream), &info), 0);
    unsigned char *bytes = arena_alloc(&arena, (size_t) info.st_size);

    *ret_size = fread(bytes, 1, (size_t) info.st_size, stream);
    fclose(stream);
    return bytes;
}

static void expect_error(const char *name, const char *word)
{
    struct store *refused = NULL;
    char error[500];

    ck_assert_int_eq(store_open(name, &refused, error, sizeof error), -EIO);
    ck_assert_ptr_null(refused);
    ck_assert_msg(strstr(error, word) != NULL, "no word of %s: %s", word, error);
}

static void expect_refusal(const char *name, const char *word)
{
    size_t size;
    size_t size_after;
    const unsigned char *before = bytes_of(name, &size);

    expect_error(name, word);
    const unsigned char *after = bytes_of(name, &size_after);

    ck_assert_uint_eq(size, size_after);
    ck_assert_mem_eq(before, after, size);
}

static void make_database(const char *name, const char *sql)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(name, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

START_TEST(refuses_a_newer_database_and_leaves_it_as_it_is)
{
    store_close(open_at(file()));
    make_database(file(), "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
    expect_refusal(file(), "newer");
}
END_TEST

START_TEST(refuses_an_older_database_and_leaves_it_as_it_is)
{
    make_database(file(), "CREATE TABLE realms (id INTEGER PRIMARY KEY);"
                          "PRAGMA application_id = 1396786279; PRAGMA user_version = 1");
    expect_refusal(file(), "older");
}
END_TEST

/* Its version is right, and what it has is not. */
START_TEST(names_the_statement_that_a_database_does_not_fit)
{
    store_close(open_at(file()));
    make_database(file(), "ALTER TABLE consents RENAME COLUMN access TO permission");
    expect_error(file(), "statement SNAPSHOT_SIZE_consents: no such column: access");
}
END_TEST

START_TEST(refuses_a_database_of_another_program_and_leaves_it_as_it_is)
{
    make_database(file(), "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    expect_refusal(file(), "does not belong to sandgate");
}
END_TEST

START_TEST(refuses_a_file_that_is_no_database_and_leaves_it_as_it_is)
{
    FILE *stream = fopen(file(), "w");

    ck_assert_ptr_nonnull(stream);
    for (int i = 0; i < 1000; i++)
        fputs("this is no database\n", stream);
    fclose(stream);
    expect_refusal(file(), "file.db");
}
END_TEST

START_TEST(refuses_a_path_that_can_not_be_opened)
{
    struct store *refused = NULL;
    char error[500];

    ck_assert_int_eq(store_open("/no/such/file.db", &refused, error, sizeof error), -EIO);
    ck_assert_ptr_nonnull(strstr(error, "/no/such/file.db"));
    ck_assert_int_eq(store_open(path, &refused, error, sizeof error), -EIO);
    store_close(NULL);
}
END_TEST

START_TEST(takes_an_empty_file_for_a_new_database)
{
    FILE *stream = fopen(file(), "w");

    ck_assert_ptr_nonnull(stream);
    fclose(stream);
    struct store *opened = open_at(file());

    struct list realms;

    ck_assert_int_eq(store_realms(opened, &arena, &realms), 0);
    ck_assert_uint_eq(realms.count, 0);
    store_close(opened);
}
END_TEST

Suite *store_files_suite(void)
{
    const struct test tests[] = {
        {finds_everything_again_in_a_file, 0},
        {refuses_a_newer_database_and_leaves_it_as_it_is, 0},
        {refuses_an_older_database_and_leaves_it_as_it_is, 0},
        {names_the_statement_that_a_database_does_not_fit, 0},
        {refuses_a_database_of_another_program_and_leaves_it_as_it_is, 0},
        {refuses_a_file_that_is_no_database_and_leaves_it_as_it_is, 0},
        {refuses_a_path_that_can_not_be_opened, 0},
        {takes_an_empty_file_for_a_new_database, 0},
    };

    return store_suite_of("store files", tests, ARRAY_SIZE(tests));
}
