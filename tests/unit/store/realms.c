/* SPDX-License-Identifier: MIT */
/* Realms, transactions, and answers that are kept. */
#include "fixture.h"

#include "directory/people_store.h"
#include "store/replays.h"

#include <errno.h>

START_TEST(keeps_a_realm_with_its_clock_and_settings)
{
    const struct clock clock = {.offset = 5, .frozen = true, .stopped_at = 77};
    struct list rows;

    ck_assert_int_eq(store_realm_set_clock(store, OTHER_REALM, &clock), 0);
    ck_assert_int_eq(store_realm_set_settings(store, OTHER_REALM, "{\"a\":1}"), 0);
    ck_assert_int_eq(store_realms(store, &arena, &rows), 0);
    ck_assert_uint_eq(rows.count, 2);
    const struct realm_row *row = list_at(&rows, 1);

    ck_assert_str_eq(row->name, "realm-2");
    ck_assert_str_eq(row->client_secret, "secret");
    ck_assert_int_eq(row->clock.offset, 5);
    ck_assert(row->clock.frozen);
    ck_assert_int_eq(row->clock.stopped_at, 77);
    ck_assert_str_eq(row->settings, "{\"a\":1}");
    ck_assert_int_eq(store_realm_set_settings(store, 99, "{}"), -ENOENT);
    ck_assert_int_eq(store_realm_set_clock(store, 99, &clock), -ENOENT);
}
END_TEST

START_TEST(refuses_a_realm_whose_name_key_or_profile_is_taken)
{
    struct realm_row row = realm_row(3);

    switch (_i) {
    case 0:
        row.name = "realm-1";
        break;
    case 1:
        row.api_key = "api-1";
        break;
    case 2:
        row.ui_key = "ui-1";
        break;
    case 3:
        row.consumers_profile = 101;
        break;
    case 4:
        row.corporates_profile = 201;
        break;
    case 5:
        row.tenant_id = "tenant-1";
        break;
    case 6:
        row.client_id = "client-1";
        break;
    default:
        row.id = REALM;
        break;
    }
    ck_assert_int_eq(store_realm_insert(store, &row), -EEXIST);
    ck_assert_str_ne(store_error(store), "");
}
END_TEST

START_TEST(clears_a_realm_and_leaves_the_others)
{
    struct person person;
    bool has_tokens;

    add_session(100, "token");
    ck_assert_int_eq(store_realm_has_tokens(store, REALM, &has_tokens), 0);
    ck_assert(has_tokens);
    ck_assert_int_eq(store_realm_clear(store, OTHER_REALM), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_int_eq(store_realm_clear(store, REALM), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), -ENOENT);
    ck_assert_int_eq(store_realm_has_tokens(store, REALM, &has_tokens), 0);
    ck_assert(!has_tokens);
    ck_assert_int_eq(store_realm_delete(store, REALM), 0);
    struct list rows;

    ck_assert_int_eq(store_realms(store, &arena, &rows), 0);
    ck_assert_uint_eq(rows.count, 1);
}
END_TEST

START_TEST(keeps_an_answer_for_its_call)
{
    struct replay_key key = {.realm = REALM, .scope = 100, .operation = "call"};
    const struct replay kept = {
        .status = 200, .media_type = "application/json", .body = "{}", .expires = 5000};
    struct replay found;

    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), -ENOENT);
    ck_assert_int_eq(store_replay_save(store, &key, &kept, 1000), 0);
    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), 0);
    ck_assert_int_eq(found.status, 200);
    ck_assert_str_eq(found.body, "{}");
    ck_assert_int_eq(found.expires, 5000);
    key.scope = 101;
    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), -ENOENT);
    /* another answer of the realm is kept once the first has expired */
    ck_assert_int_eq(store_replay_save(store, &key, &kept, 5000), 0);
    key.scope = 100;
    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), -ENOENT);
}
END_TEST

START_TEST(undoes_a_transaction)
{
    struct person person;

    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = 30}), 0);
    store_rollback(store);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, 30, &person), -ENOENT);
    store_rollback(store);
    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = 30}), 0);
    ck_assert_int_eq(store_commit(store), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, 30, &person), 0);
}
END_TEST

Suite *store_realms_suite(void)
{
    const struct test tests[] = {
        {keeps_a_realm_with_its_clock_and_settings, 0},
        {refuses_a_realm_whose_name_key_or_profile_is_taken, 8},
        {clears_a_realm_and_leaves_the_others, 0},
        {keeps_an_answer_for_its_call, 0},
        {undoes_a_transaction, 0},
    };

    return store_suite_of("store realms", tests, ARRAY_SIZE(tests));
}
