/* SPDX-License-Identifier: MIT */
/* A session that was found by its token: whatever changes its row is seen. */
#include "fixture.h"

#include "directory/sessions_store.h"
#include "store/session_cache.h"
#include "store/snapshots.h"

#include <errno.h>
#include <string.h>

/* Sessions 100 and 100 + 256, which share a slot. */
#define TOKEN "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.tail"
#define FORGED "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.taik"
#define TOKEN_356 "head.eyJzaWQiOiAiMzU2IiwiaXNzIjoic2FuZGdhdGUifQ.tail"

static int find(const char *token, struct session *ret)
{
    *ret = (struct session){.id = 0};
    return store_session_find_by_token(store, token, ret);
}

/* What is found by the token is what the database has. */
static void assert_same_as_stored(void)
{
    struct session by_token;
    struct session by_id = {.id = 0};
    int rc = store_session_find(store, 100, &by_id);

    ck_assert_int_eq(find(TOKEN, &by_token), rc);
    ck_assert_int_eq(by_token.id, by_id.id);
    ck_assert_int_eq(by_token.realm, by_id.realm);
    ck_assert_int_eq(by_token.stepped_up, by_id.stepped_up);
    ck_assert_int_eq(by_token.ended, by_id.ended);
    ck_assert_int_eq(by_token.lapsed, by_id.lapsed);
    ck_assert_int_eq(by_token.identity_active, by_id.identity_active);
    ck_assert_int_eq(by_token.last_activity, by_id.last_activity);
}

START_TEST(runs_no_statement_for_a_session_that_was_just_found)
{
    struct session session;

    add_session(100, TOKEN);
    ck_assert_int_eq(find(TOKEN, &session), 0);
    store_fail_at(store, 0);
    ck_assert_int_eq(find(TOKEN, &session), 0);
    ck_assert_int_eq(find(FORGED, &session), -ENOENT);
    ck_assert_uint_eq(store_statements_run(store), 0);
    /* nor after new rows */
    add_session(101, "token");
    add_person(30, "cy@example.test");
    store_fail_at(store, 0);
    ck_assert_int_eq(find(TOKEN, &session), 0);
    ck_assert_int_eq(session.person, ADA);
    ck_assert_uint_eq(store_statements_run(store), 0);
    assert_same_as_stored();
}
END_TEST

START_TEST(takes_two_sessions_of_one_slot_for_two)
{
    struct session session;

    add_session(100, TOKEN);
    add_session(356, TOKEN_356);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(find(TOKEN, &session), 0);
        ck_assert_int_eq(session.id, 100);
        ck_assert_int_eq(find(TOKEN_356, &session), 0);
        ck_assert_int_eq(session.id, 356);
    }
    ck_assert_int_eq(store_session_end(store, REALM, 100, 2000), 0);
    ck_assert_int_eq(find(TOKEN_356, &session), 0);
    ck_assert_int_eq(session.ended, 0);
    assert_same_as_stored();
}
END_TEST

static int step_up(void)
{
    return store_session_step_up(store, 100);
}

static int end(void)
{
    return store_session_end(store, REALM, 100, 2000);
}

static int end_all_of_the_person(void)
{
    return store_sessions_end(store, REALM, ADA, 0, 2000);
}

static int deactivate_the_identity(void)
{
    return store_identity_set_active(store, ADA, false);
}

static int lapse(void)
{
    int64_t count;

    return store_sessions_lapse_idle(store, &arena, REALM, 5000, 300, 9, &count);
}

static int use_and_write(void)
{
    int rc = store_session_used(store, 100, 1000, 1500);

    rc = rc < 0 ? rc : store_activity_flush(store);
    store_activity_clear(store);
    return rc;
}

static int delete_the_realm(void)
{
    return store_realm_delete(store, REALM);
}

static int restore(void)
{
    struct snapshot snapshot;
    int rc = store_snapshot_find(store, &arena, REALM, "a", &snapshot);

    rc = rc < 0 ? rc : store_realm_clear(store, REALM);
    return rc < 0 ? rc : store_snapshot_restore(store, REALM, &snapshot);
}

/* Ends it, keeps that, and restores the snapshot in which it is live. */
static int end_find_and_restore(void)
{
    struct session session;
    int rc = end();

    ck_assert_int_eq(find(TOKEN, &session), 0);
    ck_assert_int_eq(session.ended, 2000);
    return rc < 0 ? rc : restore();
}

static int (*const changes[])(void) = {
    step_up,       end,     end_all_of_the_person, deactivate_the_identity, lapse,
    use_and_write, restore, end_find_and_restore,  delete_the_realm,
};

START_TEST(sees_each_change)
{
    struct session session;

    add_session(100, TOKEN);
    take_snapshot("a");
    ck_assert_int_eq(find(TOKEN, &session), 0);
    ck_assert_int_eq(changes[_i](), 0);
    assert_same_as_stored();
}
END_TEST

/* What was found in a transaction isn't kept after its rollback. */
START_TEST(sees_each_change_undone)
{
    struct session session;

    add_session(100, TOKEN);
    take_snapshot("a");
    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(changes[_i](), 0);
    find(TOKEN, &session);
    store_rollback(store);
    assert_same_as_stored();
    ck_assert_int_eq(find(TOKEN, &session), 0);
    ck_assert(session.ended == 0 && !session.stepped_up && session.identity_active);
}
END_TEST

Suite *store_session_cache_suite(void)
{
    const struct test tests[] = {
        {runs_no_statement_for_a_session_that_was_just_found, 0},
        {takes_two_sessions_of_one_slot_for_two, 0},
        {sees_each_change, ARRAY_SIZE(changes)},
        {sees_each_change_undone, ARRAY_SIZE(changes)},
    };

    return store_suite_of("store session cache", tests, ARRAY_SIZE(tests));
}
