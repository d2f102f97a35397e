/* SPDX-License-Identifier: MIT */
/* A database of an earlier version: what is in it is found again. */
#include "fixture.h"

#include "base/file.h"
#include "directory/sessions_store.h"
#include "store/snapshots.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>

/* What somebody did, in the tables of version 2: a snapshot, and then a reset. */
static const char deeds[] =
    "INSERT INTO gateway (id, signing_seed) VALUES (1, zeroblob(32));"
    "INSERT INTO realms VALUES (1, 'r', 'a', 'u', 1001, 1002, 't', 'c', 's', 0, 0, 0, '{}', '[]',"
    " zeroblob(32), 1);"
    "INSERT INTO snapshots VALUES (1, 1, 'before', 5, 7, 0, 0, '{\"otpCode\":\"1\"}', '[]', x'00',"
    " 110000000000000099);"
    "INSERT INTO snapshot_people VALUES (1, 10, 'ROOT', NULL, 0, 0, 0, 0, 0, NULL, 0, 1);"
    "INSERT INTO snapshot_identities VALUES (1, 10, 'CONSUMER', 1001, 'Ada', 1, 'APPROVED',"
    " 'KYC_LEVEL_1', 'APPROVED', 'KYC_LEVEL_1', 0, '{}', 1);"
    "INSERT INTO snapshot_users (snapshot_id, id, identity_id, person_id, type, email,"
    " email_verified, email_proved, email_deadline, email_released, email_shared, email_changed_at,"
    " name, surname, mobile_verified, mobile_changes, recovered_at, invite_deadline,"
    " invite_consumed, diligence, lost_deadline, active, created_at) VALUES"
    " (1, 10, 10, 10, 'ROOT', 'ada@example.test', 1, 1, 0, 0, 0, 0, 'Ada', 'Byron', 0, 0, 0, 0, 0,"
    " 'NOT_STARTED', 0, 1, 1);"
    "INSERT INTO snapshot_sessions VALUES (1, 30, 10, 10, 10, 'ACCESS', 1, 1, 1, 0, 0, 'token');"
    "INSERT INTO snapshots SELECT 2, 1, 'unused', 5, 7, 0, 0, settings, seeds, rates, 0 FROM snapshots;"
    "INSERT INTO snapshot_sessions (snapshot_id, id, kind, stepped_up, created_at, last_activity,"
    " expires_at, ended_at, token) VALUES"
    " (2, 500000000000000030, 'CLIENT', 0, 1, 1, 0, 0, 'of a seed');"
    "INSERT INTO sessions (id, realm_id, kind, created_at, last_activity, token) VALUES"
    " (500000000000000030, 1, 'CLIENT', 1, 1, 'of a seed');"
    "INSERT INTO realms VALUES (2, 'r2', 'a2', 'u2', 2001, 2002, 't2', 'c2', 's', 0, 0, 0, '{}', '[]',"
    " zeroblob(32), 1);"
    "INSERT INTO people (id, realm_id, credential_type, created_at) VALUES (20, 2, 'ROOT', 1);"
    "INSERT INTO challenges (id, realm_id, person_id, user_id, identity_id, session_id, kind, channel,"
    " state, created_at, expires_at) VALUES"
    " (40, 2, 20, 20, 20, 30, 'STEP_UP', 'AUTHY', 'DECLINED', 7, 9),"
    " (41, 2, 20, 20, 20, 30, 'STEP_UP', 'AUTHY', 'PENDING', 8, 9),"
    " (42, 2, 20, 20, 20, 30, 'STEP_UP', 'SMS', 'PENDING', 8, 9);"
    "INSERT INTO messages (realm_id, id, at, channel, recipient, kind, text) VALUES"
    " (1, 110000000000000500, 1, 'SMS', '+15550100', 'STEP_UP', '');"
    "PRAGMA application_id = 1396786279; PRAGMA user_version = 2;";

static void run_sql(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK, "%s", message);
}

static void run_file(sqlite3 *db, const char *name)
{
    char error[500];
    size_t length;
    char *sql = file_text(name, &length, error, sizeof error);

    ck_assert_msg(sql != NULL, "%s", error);
    run_sql(db, sql);
    free(sql);
}

/* A database as version 2 made it; its twins were written by hand. */
static const char *database_of_version_2(void)
{
    const char *name = file_in("version-2.db");
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(name, &db), SQLITE_OK);
    run_file(db, STORE_TESTS_DIR "/schema_2.sql");
    run_sql(db, deeds);
    sqlite3_close(db);
    return name;
}

START_TEST(returns_to_a_snapshot_of_version_2)
{
    struct store *upgraded = open_at(database_of_version_2());
    struct snapshot snapshot;
    struct session session;
    struct user user;

    ck_assert_int_eq(store_snapshot_find(upgraded, &arena, 1, "before", &snapshot), 0);
    ck_assert_str_eq(snapshot.settings, "{\"otpCode\":\"1\"}");
    ck_assert_int_eq(store_session_find(upgraded, 30, &session), -ENOENT);
    ck_assert_int_eq(store_snapshot_restore(upgraded, 1, &snapshot), 0);
    ck_assert_int_eq(store_session_find(upgraded, 30, &session), 0);
    ck_assert(session.stepped_up);
    ck_assert_int_eq(store_user_find_by_email(upgraded, &arena, 1, "ada@example.test", &user), 0);
    ck_assert_str_eq(user.surname, "Byron");
    store_close(upgraded);
}
END_TEST

/* Ids go on behind the largest that a table or a snapshot had, a step ahead. */
START_TEST(counts_ids_from_what_version_2_had_given)
{
    const char *file = database_of_version_2();

    store_close(open_at(file));
    ck_assert_str_eq(ask_file(file, "SELECT ids_reserved FROM gateway"), "110001000000000500\n");
}
END_TEST

/* Of older snapshots the seeds are counted: "[]". */
START_TEST(counts_the_seeds_of_older_snapshots)
{
    const char *file = database_of_version_2();

    store_close(open_at(file));
    ck_assert_str_eq(ask_file(file, "SELECT group_concat(bytes) FROM snapshot_sizes"), "2,2\n");
}
END_TEST

static bool has_tokens(struct store *s)
{
    bool found = false;

    ck_assert_int_eq(store_realm_has_tokens(s, 1, &found), 0);
    return found;
}

static void return_to(struct store *s, const char *name)
{
    struct snapshot snapshot;

    ck_assert_int_eq(store_realm_clear(s, 1), 0);
    ck_assert_int_eq(store_snapshot_find(s, &arena, 1, name, &snapshot), 0);
    ck_assert_int_eq(store_snapshot_restore(s, 1, &snapshot), 0);
}

START_TEST(knows_the_sessions_of_seeds_of_version_2)
{
    struct store *upgraded = open_at(database_of_version_2());

    ck_assert(!has_tokens(upgraded));
    return_to(upgraded, "before");
    ck_assert(has_tokens(upgraded));
    return_to(upgraded, "unused");
    ck_assert(!has_tokens(upgraded));
    store_close(upgraded);
}
END_TEST

START_TEST(knows_the_pushes_and_settled_challenges_of_version_2)
{
    const char *file = database_of_version_2();

    store_close(open_at(file));
    ck_assert_str_eq(ask_file(file, "SELECT group_concat(number || ':' || at) FROM pushes"),
                     "1:7,2:8\n");
    ck_assert_str_eq(ask_file(file, "SELECT settled_at FROM challenges ORDER BY id"), "9\n0\n0\n");
}
END_TEST

/* Tables, columns, keys and indexes, those of the twins, too. */
START_TEST(leaves_the_schema_as_that_of_a_new_database)
{
    static const char schema[] =
        "SELECT m.type || ' ' || m.name || ' ' || coalesce(group_concat(c.name || ' ' || c.type"
        " || ' ' || c.\"notnull\" || ' ' || c.pk), m.sql) FROM sqlite_schema m LEFT JOIN"
        " (SELECT t.name AS t, c.* FROM sqlite_schema t, pragma_table_info(t.name) c"
        "  WHERE t.type = 'table' ORDER BY c.name) c ON c.t = m.name"
        " WHERE m.sql IS NOT NULL GROUP BY m.name ORDER BY m.name";
    const char *old = database_of_version_2();
    const char *fresh = file_in("fresh.db");

    store_close(open_at(old));
    store_close(open_at(fresh));
    const char *one = ask_file(old, schema);
    const char *other = ask_file(fresh, schema);
    size_t at = 0;

    while (one[at] != '\0' && one[at] == other[at])
        at++;
    while (at > 0 && one[at - 1] != '\n')
        at--;
    ck_assert_msg(one[at] == '\0' && other[at] == '\0', "old: %.400s\nnew: %.400s", one + at,
                  other + at);
}
END_TEST

Suite *store_upgrade_suite(void)
{
    const struct test tests[] = {
        {returns_to_a_snapshot_of_version_2, 0},
        {counts_the_seeds_of_older_snapshots, 0},
        {counts_ids_from_what_version_2_had_given, 0},
        {knows_the_sessions_of_seeds_of_version_2, 0},
        {knows_the_pushes_and_settled_challenges_of_version_2, 0},
        {leaves_the_schema_as_that_of_a_new_database, 0},
    };

    return store_suite_of("store upgrade", tests, ARRAY_SIZE(tests));
}
