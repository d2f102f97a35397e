/* SPDX-License-Identifier: MIT */
/* Sessions, and when they were last used. */
#include "fixture.h"

#include "directory/sessions_store.h"

#include <errno.h>

/* Of session 100; they differ in their last character, and in the session that they name. */
#define TOKEN "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.tail"
#define FORGED "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.taik"
#define SHORTENED "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.tai"
#define OF_ANOTHER "head.eyJzaWQiOiAiMTAxIiwiaXNzIjoic2FuZGdhdGUifQ.tail"

START_TEST(finds_a_session_by_its_token_alone)
{
    static const char *const others[] = {FORGED, SHORTENED, OF_ANOTHER, "token", ""};
    struct session session;

    add_session(100, TOKEN);
    ck_assert_int_eq(store_session_find_by_token(store, TOKEN, &session), 0);
    ck_assert_int_eq(session.id, 100);
    ck_assert_int_eq(session.person, ADA);
    ck_assert_int_eq(session.kind, SESSION_ACCESS);
    ck_assert(session.identity_active);
    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        ck_assert_int_eq(store_session_find_by_token(store, others[i], &session), -ENOENT);
    ck_assert_int_eq(store_session_find(store, 99, &session), -ENOENT);
}
END_TEST

START_TEST(ends_a_session_once)
{
    struct session session;

    add_session(100, "token");
    ck_assert_int_eq(store_session_step_up(store, 100), 0);
    ck_assert_int_eq(store_session_end(store, REALM, 100, 2000), 0);
    ck_assert_int_eq(store_session_end(store, REALM, 100, 3000), -ENOENT);
    ck_assert_int_eq(store_session_find(store, 100, &session), 0);
    ck_assert_int_eq(session.ended, 2000);
    ck_assert(session.stepped_up);
}
END_TEST

static bool count_visits(void *context, const struct session *session)
{
    int64_t *visits = context;

    ck_assert_ptr_nonnull(session->token);
    ++*visits;
    return session->id == 101;
}

START_TEST(visits_sessions_newest_first_until_told_to_stop)
{
    int64_t visits = 0;
    const struct session none = {.id = 0};
    const struct session second = {.id = 101, .created = 1000};

    add_session(100, "a");
    add_session(101, "b");
    add_session(102, "c");
    ck_assert_int_eq(store_sessions_of_person(store, REALM, ADA, count_visits, &visits), 0);
    ck_assert_int_eq(visits, 2);
    visits = 0;
    ck_assert_int_eq(store_sessions_before(store, REALM, 0, &none, count_visits, &visits), 0);
    ck_assert_int_eq(visits, 2);
    ck_assert_int_eq(store_sessions_before(store, REALM, 0, &second, count_visits, &visits), 0);
    ck_assert_int_eq(visits, 3);
    ck_assert_int_eq(store_sessions_before(store, REALM, BOB, &none, count_visits, &visits), 0);
    ck_assert_int_eq(visits, 3);
    ck_assert_int_eq(store_session_end(store, REALM, 102, 1), 0);
    visits = 0;
    ck_assert_int_eq(store_sessions_before(store, REALM, ADA, &none, count_visits, &visits), 0);
    ck_assert_int_eq(visits, 1);
}
END_TEST

START_TEST(knows_the_last_activity_before_it_is_written)
{
    add_session(100, "token");
    ck_assert_int_eq(activity(100), 1000);
    store_fail_at(store, 0);
    ck_assert_int_eq(store_session_used(store, 100, 1000, 1500), 0);
    ck_assert_int_eq(store_session_used(store, 100, 1500, 2000), 0);
    ck_assert_uint_eq(store_statements_run(store), 0);
    ck_assert_int_eq(activity(100), 2000);
    /* more than a second after what is stored */
    ck_assert_int_eq(store_session_used(store, 100, 2000, 2001), 0);
    ck_assert_uint_eq(store_statements_run(store), 2);
    ck_assert_int_eq(activity(100), 2001);
}
END_TEST

START_TEST(writes_the_activity_of_a_session_that_another_displaces)
{
    int64_t same_slot = 100 + ACTIVITY_SLOTS;

    add_session(100, "a");
    add_session(same_slot, "b");
    ck_assert_int_eq(store_session_used(store, 100, 1000, 1500), 0);
    ck_assert_int_eq(store_session_used(store, same_slot, 1000, 1600), 0);
    ck_assert_int_eq(activity(100), 1500);
    ck_assert_int_eq(activity(same_slot), 1600);
    ck_assert_int_eq(store_session_used(store, 100, 1500, 1700), 0);
    ck_assert_int_eq(activity(100), 1700);
    ck_assert_int_eq(activity(same_slot), 1600);
}
END_TEST

START_TEST(writes_the_activity_again_that_was_undone)
{
    struct session session;

    add_session(30, "t0");
    ck_assert_int_eq(store_session_used(store, 30, 1000, 1500), 0);
    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(store_activity_flush(store), 0);
    store_rollback(store);
    ck_assert_int_eq(store_session_find(store, 30, &session), 0);
    ck_assert_int_eq(session.last_activity, 1500);
    ck_assert_int_eq(store_activity_flush(store), 0);
    store_activity_clear(store);
    ck_assert_int_eq(store_session_find(store, 30, &session), 0);
    ck_assert_int_eq(session.last_activity, 1500);
}
END_TEST

START_TEST(answers_a_fault_while_it_writes_activity)
{
    add_session(100, "token");
    store_fail_at(store, 1);
    ck_assert_int_eq(store_session_used(store, 100, 1000, 5000), -EIO);
    store_fail_at(store, 0);
    /* what could not be written is not forgotten */
    ck_assert_int_eq(store_activity_flush(store), 0);
    ck_assert_uint_eq(store_statements_run(store), 1);
    ck_assert_int_eq(activity(100), 5000);
}
END_TEST

/* The clock of a realm may show any time. */
START_TEST(looks_at_sessions_after_a_start)
{
    struct list times;

    ck_assert_int_eq(store_sessions_next_times(store, &arena, &times), 0);
    ck_assert_uint_eq(times.count, 0);
    add_session(100, "token");
    ck_assert_int_eq(store_sessions_next_times(store, &arena, &times), 0);
    ck_assert_uint_eq(times.count, 1);
    const struct due_time *due = list_at(&times, 0);

    ck_assert_int_eq(due->realm, REALM);
    ck_assert_int_lt(due->time, INT64_MIN / 2);
}
END_TEST

#define IDLE_MILLIS 300

static int64_t end_of(int64_t id)
{
    struct session session;

    ck_assert_int_eq(store_session_find(store, id, &session), 0);
    return session.ended;
}

/* At their limit they are live; their use may not be written yet. */
START_TEST(marks_sessions_that_were_idle)
{
    int64_t count;

    add_session(100, "a");
    add_session(101, "b");
    ck_assert_int_eq(store_session_used(store, 101, 1000, 1100), 0);
    ck_assert_int_eq(
        store_sessions_lapse_idle(store, &arena, REALM, 1000 + IDLE_MILLIS, IDLE_MILLIS, 9, &count),
        0);
    ck_assert_int_eq(count, 0);
    ck_assert_int_eq(
        store_sessions_lapse_idle(store, &arena, REALM, 1001 + IDLE_MILLIS, IDLE_MILLIS, 9, &count),
        0);
    ck_assert_int_eq(count, 2);
    ck_assert_int_eq(end_of(100), 1000 + IDLE_MILLIS);
    ck_assert_int_eq(end_of(101), 0);
    ck_assert_int_eq(activity(101), 1100);
    ck_assert_int_eq(
        store_sessions_lapse_idle(store, &arena, REALM, 1101 + IDLE_MILLIS, IDLE_MILLIS, 9, &count),
        0);
    ck_assert_int_eq(end_of(101), 1100 + IDLE_MILLIS);
}
END_TEST

START_TEST(removes_the_oldest_ended_sessions)
{
    struct session session;
    struct session_end last;
    int64_t count;

    for (int64_t id = 100; id < 104; id++) {
        add_session(id, "token");
        ck_assert_int_eq(store_session_end(store, REALM, id, 2000), 0);
    }
    add_session(104, "token");
    ck_assert_int_eq(store_sessions_surplus(store, REALM, 4, &last), -ENOENT);
    ck_assert_int_eq(store_sessions_surplus(store, REALM, 2, &last), 0);
    ck_assert_int_eq(last.id, 101);
    ck_assert_int_eq(store_sessions_remove(store, REALM, &last, 9, &count), 0);
    ck_assert_int_eq(count, 2);
    ck_assert_int_eq(store_session_find(store, 101, &session), -ENOENT);
    ck_assert_int_eq(store_session_find(store, 102, &session), 0);
    last = (struct session_end){1999, INT64_MAX};
    ck_assert_int_eq(store_sessions_remove(store, REALM, &last, 9, &count), 0);
    ck_assert_int_eq(count, 0);
    last.time = 2000;
    ck_assert_int_eq(store_sessions_remove(store, REALM, &last, 1, &count), 0);
    ck_assert_int_eq(count, 1);
    ck_assert_int_eq(store_session_find(store, 104, &session), 0);
}
END_TEST

Suite *store_sessions_suite(void)
{
    const struct test tests[] = {
        {finds_a_session_by_its_token_alone, 0},
        {ends_a_session_once, 0},
        {visits_sessions_newest_first_until_told_to_stop, 0},
        {knows_the_last_activity_before_it_is_written, 0},
        {writes_the_activity_of_a_session_that_another_displaces, 0},
        {writes_the_activity_again_that_was_undone, 0},
        {answers_a_fault_while_it_writes_activity, 0},
        {looks_at_sessions_after_a_start, 0},
        {marks_sessions_that_were_idle, 0},
        {removes_the_oldest_ended_sessions, 0},
    };

    return store_suite_of("store sessions", tests, ARRAY_SIZE(tests));
}
