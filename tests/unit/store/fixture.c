/* SPDX-License-Identifier: MIT */
/* The store that the tests of this folder begin with. */
#include "fixture.h"

#include "base/text.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/sessions_store.h"
#include "store/snapshots.h"
#include "support/suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct arena arena;
struct store *store;
char path[] = "/tmp/sandgate-store-XXXXXX";

struct store *open_at(const char *file)
{
    struct store *opened = NULL;
    char error[500];

    ck_assert_msg(store_open(file, &opened, error, sizeof error) == 0, "%s", error);
    return opened;
}

struct realm_row realm_row(int64_t id)
{
    return (struct realm_row){
        .id = id,
        .name = arena_printf(&arena, "realm-%d", (int) id),
        .api_key = arena_printf(&arena, "api-%d", (int) id),
        .ui_key = arena_printf(&arena, "ui-%d", (int) id),
        .consumers_profile = 100 + id,
        .corporates_profile = 200 + id,
        .tenant_id = arena_printf(&arena, "tenant-%d", (int) id),
        .client_id = arena_printf(&arena, "client-%d", (int) id),
        .client_secret = "secret",
        .settings = "{}",
        .seeds = "[]",
        .created = 1,
    };
}

struct identity identity_row(int64_t id)
{
    return (struct identity){.id = id,
                             .realm = REALM,
                             .type = IDENTITY_CONSUMER,
                             .profile = 101,
                             .name = "Somebody",
                             .details = "{}",
                             .created = 1};
}

struct user_record user_row(int64_t id, const char *email)
{
    return (struct user_record){.user = {.id = id,
                                         .realm = REALM,
                                         .identity = id,
                                         .person = id,
                                         .type = USER_ROOT,
                                         .email = email,
                                         .name = "Some",
                                         .surname = "Body",
                                         .active = true},
                                .created = 1};
}

void add_person(int64_t id, const char *email)
{
    const struct identity identity = identity_row(id);
    const struct person person = {.id = id, .created = 1};
    const struct user_record user = user_row(id, email);

    ck_assert_int_eq(store_identity_insert(store, &identity), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &person), 0);
    ck_assert_int_eq(store_user_insert(store, &user), 0);
}

void add_session(int64_t id, const char *token)
{
    const struct session session = {.id = id,
                                    .realm = REALM,
                                    .person = ADA,
                                    .identity = ADA,
                                    .user = ADA,
                                    .kind = SESSION_ACCESS,
                                    .created = 1000,
                                    .last_activity = 1000,
                                    .token = token};

    ck_assert_int_eq(store_session_insert(store, &session), 0);
}

void take_snapshot(const char *name)
{
    const struct snapshot snapshot = {
        .name = name, .created = 5, .clock = {.offset = 7}, .rates = "12345", .rates_size = 5};

    ck_assert_int_eq(store_snapshot_take(store, REALM, &snapshot), 0);
}

static void open_store(void)
{
    strcpy(strrchr(path, '-') + 1, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(path));
    store = open_at(NULL);
    for (int64_t id = REALM; id <= OTHER_REALM; id++) {
        const struct realm_row row = realm_row(id);

        ck_assert_int_eq(store_realm_insert(store, &row), 0);
    }
    add_person(ADA, "ada@example.test");
    add_person(BOB, "bob@example.test");
}

static void close_store(void)
{
    char command[100];

    store_close(store);
    arena_free(&arena);
    snprintf(command, sizeof command, "rm -rf %s", path);
    ck_assert_int_eq(system(command), 0);
}

int64_t activity(int64_t id)
{
    struct session session;

    ck_assert_int_eq(store_session_find(store, id, &session), 0);
    return session.last_activity;
}

const char *ask_file(const char *file, const char *sql)
{
    struct text rows = TEXT_IN(&arena);
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        text_format(
            &rows, "%s\n",
            (const char *) sqlite3_column_text(statement, sqlite3_column_count(statement) - 1));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return text_string(&rows);
}

const char *file_in(const char *name)
{
    return arena_printf(&arena, "%s/%s", path, name);
}

Suite *store_suite_of(const char *name, const struct test *tests, size_t count)
{
    Suite *s = suite_create(name);
    TCase *tcase = suite_case(s, name);

    tcase_add_checked_fixture(tcase, open_store, close_store);
    for (size_t i = 0; i < count; i++)
        tcase_add_loop_test(tcase, tests[i].test, 0, tests[i].rows == 0 ? 1 : (int) tests[i].rows);
    return s;
}
