/* SPDX-License-Identifier: MIT */
/* Snapshots, and what is left of realms. */
#include "fixture.h"

#include "directory/sessions_store.h"
#include "store/snapshots.h"

#include <errno.h>
#include <string.h>

START_TEST(keeps_a_snapshot)
{
    struct snapshot snapshot;
    struct session session;
    struct list list;

    add_session(30, "token");
    take_snapshot("a");
    ck_assert_int_eq(store_snapshot_find(store, &arena, REALM, "a", &snapshot), 0);
    ck_assert_int_eq(snapshot.created, 5);
    ck_assert_int_eq(snapshot.clock.offset, 7);
    ck_assert_uint_eq(snapshot.rates_size, 5);
    ck_assert_int_eq(memcmp(snapshot.rates, "12345", 5), 0);
    ck_assert_str_eq(snapshot.settings, "{}");
    ck_assert_str_eq(snapshot.seeds, "[]");
    ck_assert_int_eq(store_snapshot_find(store, &arena, OTHER_REALM, "a", &snapshot), -ENOENT);
    ck_assert_int_eq(store_snapshots(store, &arena, REALM, &list), 0);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(store_realm_clear(store, REALM), 0);
    ck_assert_int_eq(store_session_find(store, 30, &session), -ENOENT);
    ck_assert_int_eq(store_snapshot_restore(store, REALM, &snapshot), 0);
    ck_assert_int_eq(store_session_find(store, 30, &session), 0);
    ck_assert_int_eq(session.person, ADA);
    ck_assert_int_eq(store_snapshot_delete(store, REALM, "a"), 0);
    ck_assert_int_eq(store_snapshot_delete(store, REALM, "a"), -ENOENT);
}
END_TEST

START_TEST(leaves_no_row_of_a_deleted_realm)
{
    static const char content[] =
        "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND m.name LIKE 'snapshot%'";
    const char *file = file_in("deleted.db");
    const struct realm_row row = realm_row(REALM);

    store_close(store);
    store = open_at(file);
    ck_assert_int_eq(store_realm_insert(store, &row), 0);
    add_person(ADA, "ada@example.test");
    add_session(30, "token");
    take_snapshot("a");
    take_snapshot("b");
    ck_assert_int_eq(store_realm_delete(store, REALM), 0);
    store_close(store);
    store = NULL;
    char *tables = arena_text(&arena, ask_file(file, content));

    for (char *table; (table = strtok_r(tables, "\n", &tables)) != NULL;)
        ck_assert_str_eq(ask_file(file, arena_printf(&arena, "SELECT count(*) FROM %s", table)),
                         "0\n");
    ck_assert_str_eq(ask_file(file, "SELECT count(*) FROM (SELECT id FROM people UNION"
                                    " SELECT id FROM sessions UNION SELECT id FROM realms)"),
                     "0\n");
}
END_TEST

Suite *store_snapshots_suite(void)
{
    const struct test tests[] = {
        {keeps_a_snapshot, 0},
        {leaves_no_row_of_a_deleted_realm, 0},
    };

    return store_suite_of("store snapshots", tests, ARRAY_SIZE(tests));
}
