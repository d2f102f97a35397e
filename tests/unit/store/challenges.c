/* SPDX-License-Identifier: MIT */
/* Challenges, what they decide on, and the messages that tell of them. */
#include "fixture.h"

#include "directory/outbox_store.h"
#include "weavr/challenges_store.h"
#include "weavr/resources_store.h"

#include <errno.h>

START_TEST(keeps_a_challenge)
{
    struct challenge c = {.id = 300,
                          .realm = REALM,
                          .person = ADA,
                          .session = 100,
                          .kind = CHALLENGE_STEP_UP,
                          .channel = CHANNEL_SMS,
                          .code = "123456",
                          .created = 1,
                          .expires = 2};
    struct challenge found;
    struct list all;

    ck_assert_int_eq(store_challenge_insert(store, &c), 0);
    ck_assert_int_eq(store_challenge_insert(store, &c), -EEXIST);
    c.state = CHALLENGE_BLOCKED;
    c.wrong_attempts = 5;
    ck_assert_int_eq(store_challenge_update(store, &c), 0);
    ck_assert_int_eq(store_challenge_find(store, &arena, 300, &found), 0);
    ck_assert_int_eq(found.state, CHALLENGE_BLOCKED);
    ck_assert_int_eq(found.wrong_attempts, 5);
    ck_assert_str_eq(found.code, "123456");
    c.id = 301;
    ck_assert_int_eq(store_challenge_update(store, &c), -ENOENT);
    ck_assert_int_eq(store_challenge_insert(store, &c), 0);
    ck_assert_int_eq(store_challenges_before(store, &arena, REALM, INT64_MAX, 9, &all), 0);
    ck_assert_uint_eq(all.count, 2);
    ck_assert_int_eq(((struct challenge *) list_at(&all, 0))->id, 301);
    ck_assert_int_eq(store_challenges_before(store, &arena, REALM, 301, 9, &all), 0);
    ck_assert_uint_eq(all.count, 1);
    ck_assert_int_eq(store_challenges_before(store, &arena, REALM, INT64_MAX, 1, &all), 0);
    ck_assert_uint_eq(all.count, 1);
    ck_assert_int_eq(store_codes_of_session(store, &arena, REALM, 100, 9, &all), 0);
    ck_assert_uint_eq(all.count, 2);
    ck_assert_int_eq(store_codes_of_session(store, &arena, REALM, 100, 1, &all), 0);
    ck_assert_int_eq(((struct challenge *) list_at(&all, 0))->id, 301);
    ck_assert_int_eq(store_push_decided(store, &arena, REALM, 100, &found), -ENOENT);
    ck_assert_int_eq(
        store_challenge_latest(store, &arena, REALM, ADA, CHALLENGE_STEP_UP, CHANNEL_SMS, &found),
        0);
    ck_assert_int_eq(found.id, 301);
    ck_assert_int_eq(
        store_challenge_latest(store, &arena, REALM, ADA, CHALLENGE_ENROLMENT, CHANNEL_SMS, &found),
        -ENOENT);
}
END_TEST

START_TEST(finds_what_is_due)
{
    struct challenge c = {.realm = REALM,
                          .person = ADA,
                          .channel = CHANNEL_AUTHY,
                          .resource_type = -1,
                          .created = 1,
                          .expires = 9000};
    struct list due;
    int64_t next;

    ck_assert_int_eq(store_challenge_next_due(store, REALM, &next), 0);
    ck_assert_int_eq(next, INT64_MAX);
    for (int64_t i = 1; i <= 3; i++) {
        c.id = 300 + i;
        c.due = 4000 - 1000 * i;
        ck_assert_int_eq(store_challenge_insert(store, &c), 0);
    }
    ck_assert_int_eq(store_challenge_next_due(store, REALM, &next), 0);
    ck_assert_int_eq(next, 1000);
    ck_assert_int_eq(store_challenges_due(store, &arena, REALM, 2000, 9, &due), 0);
    ck_assert_uint_eq(due.count, 2);
    ck_assert_int_eq(((struct challenge *) list_at(&due, 0))->id, 303);
    c.due = 0;
    ck_assert_int_eq(store_challenge_update(store, &c), 0);
    ck_assert_int_eq(store_challenge_next_due(store, REALM, &next), 0);
    ck_assert_int_eq(next, 2000);
}
END_TEST

START_TEST(keeps_a_resource)
{
    const struct resource resource = {
        .id = 70, .type = RESOURCE_SEND, .identity = ADA, .outcome = "FAILED", .created = 1};
    struct resource found;
    struct list all;

    ck_assert_int_eq(store_resource_insert(store, REALM, &resource), 0);
    ck_assert_int_eq(store_resource_insert(store, REALM, &resource), -EEXIST);
    ck_assert_int_eq(store_resource_find(store, &arena, REALM, 71, &found), -ENOENT);
    ck_assert_int_eq(store_resource_set_challenge(store, REALM, 70, 300), 0);
    ck_assert_int_eq(store_resources_end(store, REALM, 301, RESOURCE_REJECTED), 0);
    ck_assert_int_eq(store_resource_find(store, &arena, REALM, 70, &found), 0);
    ck_assert_int_eq(found.type, RESOURCE_SEND);
    ck_assert_int_eq(found.challenge, 300);
    ck_assert_int_eq(found.state, RESOURCE_PENDING_CHALLENGE);
    ck_assert_int_eq(store_resources_confirm(store, REALM, 300), 0);
    /* what is decided stays decided */
    ck_assert_int_eq(store_resources_end(store, REALM, 300, RESOURCE_REJECTED), 0);
    ck_assert_int_eq(store_resources(store, &arena, REALM, &(struct resource){.id = 0}, 9, &all),
                     0);
    ck_assert_uint_eq(all.count, 1);
    found = *(const struct resource *) list_at(&all, 0);
    ck_assert_int_eq(found.state, RESOURCE_FAILED);
    ck_assert_int_eq(store_resources(store, &arena, REALM, &found, 9, &all), 0);
    ck_assert_uint_eq(all.count, 0);
}
END_TEST

START_TEST(numbers_pushes_and_forgets_old_ones)
{
    int64_t number;
    int64_t at;

    ck_assert_int_eq(store_push_last(store, REALM, 1, &number, &at), -ENOENT);
    for (int64_t i = 1; i <= 3; i++)
        ck_assert_int_eq(store_push_insert(store, REALM, i * 10, 0), 0);
    ck_assert_int_eq(store_push_last(store, REALM, 3, &number, &at), 0);
    ck_assert_int_eq(number, 1);
    ck_assert_int_eq(at, 10);
    ck_assert_int_eq(store_push_last(store, OTHER_REALM, 1, &number, &at), -ENOENT);
    ck_assert_int_eq(store_push_insert(store, REALM, 40, 20), 0);
    ck_assert_int_eq(store_push_last(store, REALM, 1, &number, &at), 0);
    ck_assert_int_eq(number, 4);
    ck_assert_int_eq(store_push_last(store, REALM, 2, &number, &at), 0);
    ck_assert_int_eq(at, 30);
    ck_assert_int_eq(store_push_last(store, REALM, 3, &number, &at), -ENOENT);
}
END_TEST

START_TEST(keeps_messages_newest_first)
{
    struct message_page page;

    for (int64_t i = 1; i <= 3; i++) {
        const struct message message = {.id = i,
                                        .at = i,
                                        .channel = i == 2 ? "EMAIL" : "SMS",
                                        .to = "ada@example.test",
                                        .kind = "KIND",
                                        .text = "text"};

        ck_assert_int_eq(store_message_insert(store, REALM, &message), 0);
    }
    ck_assert_int_eq(
        store_messages(store, &arena, REALM, &(struct message_filter){.most = 2}, &page), 0);
    ck_assert_uint_eq(page.messages.count, 2);
    ck_assert_int_eq(((struct message *) list_at(&page.messages, 0))->id, 3);
    ck_assert_ptr_null(((struct message *) list_at(&page.messages, 0))->code);
    ck_assert_int_eq(page.last, 2);
    ck_assert_int_eq(page.looked, 2);
    ck_assert_int_eq(store_messages(store, &arena, REALM,
                                    &(struct message_filter){.before = 2, .most = 2}, &page),
                     0);
    ck_assert_uint_eq(page.messages.count, 1);
    ck_assert_int_eq(page.looked, 1);
    ck_assert_int_eq(store_messages(store, &arena, REALM,
                                    &(struct message_filter){.channel = "EMAIL", .most = 9}, &page),
                     0);
    ck_assert_uint_eq(page.messages.count, 1);
    ck_assert_int_eq(store_realm_clear_messages(store, REALM), 0);
    ck_assert_int_eq(
        store_messages(store, &arena, REALM, &(struct message_filter){.most = 9}, &page), 0);
    ck_assert_uint_eq(page.messages.count, 0);
}
END_TEST

START_TEST(drops_the_oldest_messages)
{
    int64_t count;
    struct message_page page;

    for (int64_t i = 1; i <= 5; i++)
        ck_assert_int_eq(
            store_message_insert(
                store, REALM,
                &(struct message){.id = i, .channel = "SMS", .to = "", .kind = "KIND", .text = ""}),
            0);
    ck_assert_int_eq(store_messages_drop(store, REALM, 2), 0);
    ck_assert_int_eq(store_messages_count(store, REALM, &count), 0);
    ck_assert_int_eq(count, 3);
    ck_assert_int_eq(
        store_messages(store, &arena, REALM, &(struct message_filter){.most = 9}, &page), 0);
    ck_assert_int_eq(((struct message *) list_at(&page.messages, 2))->id, 3);
}
END_TEST

START_TEST(delivers_what_is_due_first)
{
    struct message m = {.channel = "WEBHOOK",
                        .to = "/login/watch",
                        .kind = "login",
                        .text = "",
                        .payload = "{}",
                        .delivery = DELIVERY_PENDING};
    struct message found;

    ck_assert_int_eq(store_message_to_deliver(store, &arena, REALM, &found), -ENOENT);
    m.id = 1;
    m.next_attempt = 2000;
    ck_assert_int_eq(store_message_insert(store, REALM, &m), 0);
    m.id = 2;
    m.next_attempt = 1000;
    ck_assert_int_eq(store_message_insert(store, REALM, &m), 0);
    m.id = 3;
    ck_assert_int_eq(store_message_insert(store, REALM, &m), 0);
    ck_assert_int_eq(store_message_to_deliver(store, &arena, REALM, &found), 0);
    ck_assert_int_eq(found.id, 2); /* of two that are due together the older */
    found.delivery = DELIVERY_DELIVERED;
    found.attempts = 1;
    found.last_status = 204;
    ck_assert_int_eq(store_message_set_delivery(store, REALM, &found), 0);
    ck_assert_int_eq(store_message_to_deliver(store, &arena, REALM, &found), 0);
    ck_assert_int_eq(found.id, 3);
    ck_assert_int_eq(store_message_set_delivery(store, REALM, &(struct message){.id = 9}), -ENOENT);
}
END_TEST

Suite *store_challenges_suite(void)
{
    const struct test tests[] = {
        {keeps_a_challenge, 0},
        {finds_what_is_due, 0},
        {keeps_a_resource, 0},
        {numbers_pushes_and_forgets_old_ones, 0},
        {keeps_messages_newest_first, 0},
        {drops_the_oldest_messages, 0},
        {delivers_what_is_due_first, 0},
    };

    return store_suite_of("store challenges", tests, ARRAY_SIZE(tests));
}
