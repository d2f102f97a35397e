/* SPDX-License-Identifier: MIT */
/* People, users, identities and factors. */
#include "fixture.h"

#include "directory/customers_store.h"
#include "directory/people_store.h"
#include "directory/user_parts_store.h"

#include <errno.h>

START_TEST(keeps_a_person)
{
    struct person person;

    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_ptr_null(person.password_hash);
    ck_assert_int_eq(store_person_find(store, &arena, OTHER_REALM, ADA, &person), -ENOENT);
    person = (struct person){.id = ADA, .failed_logins = 3, .locked_until = 9};
    ck_assert_int_eq(store_person_set_logins(store, REALM, &person), 0);
    ck_assert_int_eq(store_person_stepped_up(store, REALM, ADA, 8), 0);
    ck_assert_int_eq(store_person_expire_password(store, REALM, ADA, true), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_int_eq(person.failed_logins, 3);
    ck_assert_int_eq(person.locked_until, 9);
    ck_assert_int_eq(person.stepped_up, 8);
    ck_assert(person.password_expired);
    ck_assert_int_eq(store_person_expire_password(store, OTHER_REALM, ADA, true), -ENOENT);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = ADA}), -EEXIST);
    ck_assert_int_eq(store_person_insert(store, 99, &(struct person){.id = 30}), -EIO);
}
END_TEST

START_TEST(remembers_the_newest_passwords)
{
    struct person person;
    struct list hashes;

    for (int64_t i = 0; i < 5; i++)
        ck_assert_int_eq(store_person_set_password(store, REALM, ADA,
                                                   arena_printf(&arena, "hash-%d", (int) i), i, 3),
                         0);
    ck_assert_int_eq(store_passwords(store, &arena, REALM, ADA, 10, &hashes), 0);
    ck_assert_uint_eq(hashes.count, 3);
    ck_assert_str_eq(*(const char **) list_at(&hashes, 0), "hash-4");
    ck_assert_str_eq(*(const char **) list_at(&hashes, 2), "hash-2");
    ck_assert_int_eq(store_passwords(store, &arena, REALM, ADA, 1, &hashes), 0);
    ck_assert_uint_eq(hashes.count, 1);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_str_eq(person.password_hash, "hash-4");
    ck_assert_int_eq(person.password_set, 4);
    ck_assert_int_eq(store_person_set_password(store, REALM, 99, "x", 1, 3), -ENOENT);
    /* the present one is kept, whatever the history is */
    ck_assert_int_eq(store_person_set_password(store, REALM, ADA, "hash-5", 5, 0), 0);
    ck_assert_int_eq(store_passwords(store, &arena, REALM, ADA, 10, &hashes), 0);
    ck_assert_uint_eq(hashes.count, 1);
    ck_assert_str_eq(*(const char **) list_at(&hashes, 0), "hash-5");
}
END_TEST

START_TEST(finds_people_by_address)
{
    const struct person none = {.id = 0};
    struct list people;

    ck_assert_int_eq(store_people(store, &arena, REALM, NULL, &none, 10, &people), 0);
    ck_assert_uint_eq(people.count, 2);
    ck_assert_int_eq(store_people(store, &arena, REALM, NULL, &none, 1, &people), 0);
    ck_assert_uint_eq(people.count, 1);
    const struct person first = *(const struct person *) list_at(&people, 0);

    ck_assert_int_eq(first.id, ADA);
    ck_assert_int_eq(store_people(store, &arena, REALM, NULL, &first, 9, &people), 0);
    ck_assert_uint_eq(people.count, 1);
    ck_assert_int_eq(((struct person *) list_at(&people, 0))->id, BOB);
    ck_assert_int_eq(store_people(store, &arena, REALM, "BOB@example.test", &none, 10, &people), 0);
    ck_assert_uint_eq(people.count, 1);
    ck_assert_int_eq(((struct person *) list_at(&people, 0))->id, BOB);
    ck_assert_int_eq(store_people(store, &arena, OTHER_REALM, NULL, &none, 10, &people), 0);
    ck_assert_uint_eq(people.count, 0);
}
END_TEST

START_TEST(refuses_an_address_that_is_reserved)
{
    const struct identity identity = identity_row(30);
    struct user_record record = user_row(30, "ADA@example.test");

    ck_assert_int_eq(store_identity_insert(store, &identity), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = 30}), 0);
    ck_assert_int_eq(store_user_insert(store, &record), -EEXIST);
    record.user.email = "carol@example.test";
    ck_assert_int_eq(store_user_insert(store, &record), 0);
    ck_assert_int_eq(store_user_insert(store, &record), -EEXIST);
}
END_TEST

START_TEST(keeps_a_user)
{
    struct email_state state;
    struct user user;

    ck_assert_int_eq(store_user_find_by_email(store, &arena, REALM, "Ada@Example.Test", &user), 0);
    ck_assert_int_eq(user.id, ADA);
    ck_assert(user.active && user.identity_active && !user.email_verified);
    ck_assert_int_eq(
        store_user_find_by_email(store, &arena, OTHER_REALM, "ada@example.test", &user), -ENOENT);
    ck_assert_int_eq(store_user_set_email_code(store, ADA, "123456", 99), 0);
    ck_assert_int_eq(store_user_set_active(store, ADA, false), 0);
    ck_assert_int_eq(store_identity_set_active(store, ADA, false), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &user), 0);
    ck_assert_int_eq(store_user_email_state(store, &arena, ADA, &state), 0);
    ck_assert_str_eq(state.code, "123456");
    ck_assert_int_eq(state.deadline, 99);
    ck_assert(!user.active && !user.identity_active);
    ck_assert_int_eq(store_user_find(store, &arena, 99, &user), -ENOENT);
    ck_assert_int_eq(store_user_email_state(store, &arena, 99, &state), -ENOENT);
    ck_assert_int_eq(store_user_set_active(store, 99, true), -ENOENT);
}
END_TEST

START_TEST(keeps_one_status_for_each_factor)
{
    struct factor factor = {CHANNEL_AUTHY, FACTOR_PENDING};
    enum factor_status status;
    struct list factors;

    ck_assert_int_eq(store_factor_status(store, REALM, ADA, CHANNEL_AUTHY, &status), 0);
    ck_assert_int_eq(status, FACTOR_NONE);
    ck_assert_int_eq(store_factor_set(store, REALM, ADA, &factor), 0);
    factor.status = FACTOR_ACTIVE;
    ck_assert_int_eq(store_factor_set(store, REALM, ADA, &factor), 0);
    factor.channel = CHANNEL_SMS;
    ck_assert_int_eq(store_factor_set(store, REALM, ADA, &factor), 0);
    ck_assert_int_eq(store_factor_status(store, REALM, ADA, CHANNEL_AUTHY, &status), 0);
    ck_assert_int_eq(status, FACTOR_ACTIVE);
    ck_assert_int_eq(store_factors(store, &arena, REALM, ADA, &factors), 0);
    ck_assert_uint_eq(factors.count, 2);
    ck_assert_int_eq(((struct factor *) list_at(&factors, 0))->channel, CHANNEL_SMS);
    ck_assert_int_eq(store_factor_set(store, REALM, 99, &factor), -EIO);
}
END_TEST

START_TEST(keeps_an_identity_and_its_diligence)
{
    struct identity identity;
    struct list held;
    int64_t count;

    ck_assert_int_eq(store_identity_find(store, &arena, ADA, &identity), 0);
    ck_assert_int_eq(identity.diligence.effective.status, DILIGENCE_NOT_STARTED);
    ck_assert_int_eq(identity.diligence.ongoing.level, DILIGENCE_LEVEL_2);
    ck_assert_int_eq(identity.diligence.reference, 0);
    const struct diligence diligence = {
        {DILIGENCE_APPROVED, DILIGENCE_LEVEL_1}, {DILIGENCE_PENDING_REVIEW, DILIGENCE_LEVEL_2}, 77};

    ck_assert_int_eq(store_identity_set_diligence(store, ADA, &diligence), 0);
    ck_assert_int_eq(store_identity_find(store, &arena, ADA, &identity), 0);
    ck_assert_int_eq(identity.diligence.effective.status, DILIGENCE_APPROVED);
    ck_assert_int_eq(identity.diligence.effective.level, DILIGENCE_LEVEL_1);
    ck_assert_int_eq(identity.diligence.ongoing.status, DILIGENCE_PENDING_REVIEW);
    ck_assert_int_eq(identity.diligence.ongoing.level, DILIGENCE_LEVEL_2);
    ck_assert_int_eq(identity.diligence.reference, 77);
    ck_assert_int_eq(store_identity_find(store, &arena, 99, &identity), -ENOENT);
    ck_assert_int_eq(store_held_identities(store, &arena, REALM, ADA, -1, 0, &held), 0);
    ck_assert_uint_eq(held.count, 1);
    ck_assert_int_eq(store_identity_set_active(store, ADA, false), 0);
    ck_assert_int_eq(store_held_identities_count(store, REALM, ADA, &count), 0);
    ck_assert_int_eq(count, 0);
    const struct identity again = identity_row(ADA);

    ck_assert_int_eq(store_identity_insert(store, &again), -EEXIST);
}
END_TEST

static struct email_holding holding_of(const char *email, int64_t user, int64_t now)
{
    struct email_holding holding = {.taken = false};

    ck_assert_int_eq(store_email_holding(store, REALM, email, user, now, &holding), 0);
    return holding;
}

static bool is_taken(const char *email, int64_t user)
{
    return holding_of(email, user, 0).taken;
}

START_TEST(tells_how_an_address_stands)
{
    const struct credential_row customers = {1000, BOB, CREDENTIAL_EMAIL, "c@example.test", NULL,
                                             NULL, 1};

    ck_assert_int_eq(store_credential_insert(store, REALM, &customers), 0);
    ck_assert(holding_of("C@example.test", 0, 0).taken);
    ck_assert(holding_of("C@example.test", BOB, 0).taken);
    ck_assert(!holding_of("nobody@example.test", 0, 0).taken);
    ck_assert_int_eq(store_user_set_email_code(store, ADA, "123456", 99), 0);
    ck_assert(holding_of("ADA@example.test", BOB, 0).taken);
    ck_assert(!holding_of("ADA@example.test", ADA, 0).taken);
    ck_assert(holding_of("ada@example.test", 0, 98).taken);
    ck_assert(!holding_of("ada@example.test", 0, 98).lapsed);
    ck_assert(!holding_of("ada@example.test", 0, 99).taken);
    ck_assert(holding_of("ada@example.test", 0, 99).lapsed);
    ck_assert_int_eq(store_user_set_email_verified(store, ADA, true), 0);
    ck_assert(holding_of("ada@example.test", 0, 99).taken);
    ck_assert_int_eq(store_user_propose_email(store, ADA, "new@example.test", 5), 0);
    ck_assert(holding_of("new@example.test", 0, 98).taken);
    ck_assert(holding_of("new@example.test", 0, 99).lapsed);
}
END_TEST

START_TEST(keeps_an_address_pending_for_one_user)
{
    struct email_state state;
    struct user ada;

    ck_assert_int_eq(store_user_email_state(store, &arena, ADA, &state), 0);
    ck_assert_ptr_null(state.pending);
    ck_assert_int_eq(store_user_propose_email(store, ADA, "new@example.test", 5), 0);
    ck_assert_int_eq(store_user_set_email_code(store, ADA, "123456", 99), 0);
    ck_assert_int_eq(
        store_user_find_by_pending_email(store, &arena, REALM, "NEW@example.test", &ada), 0);
    ck_assert_int_eq(ada.id, ADA);
    ck_assert_int_eq(store_user_email_state(store, &arena, ADA, &state), 0);
    ck_assert_str_eq(state.pending, "new@example.test");
    ck_assert_int_eq(state.changed, 5);
    ck_assert(is_taken("new@example.test", 0) && is_taken("new@example.test", BOB));
    ck_assert(!is_taken("new@example.test", ADA) && !is_taken("other@example.test", 0));
    ck_assert_int_eq(store_user_propose_email(store, BOB, "New@example.test", 5), -EEXIST);
    /* in its time it is nobody else's */
    ck_assert_int_eq(store_user_release_email(store, REALM, "new@example.test", 98), 0);
    ck_assert(is_taken("new@example.test", 0));
    ck_assert_int_eq(store_user_release_email(store, REALM, "new@example.test", 99), 0);
    ck_assert(!is_taken("new@example.test", 0));
    ck_assert_int_eq(store_user_email_state(store, &arena, ADA, &state), 0);
    ck_assert_ptr_null(state.pending);
    ck_assert_ptr_null(state.code);
}
END_TEST

START_TEST(moves_a_user_to_another_address)
{
    struct email_state state;
    struct user ada;

    ck_assert_int_eq(store_user_set_email_verified(store, ADA, true), 0);
    ck_assert_int_eq(store_user_propose_email(store, ADA, "new@example.test", 5), 0);
    ck_assert_int_eq(store_user_set_email(store, ADA, "new@example.test"), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &ada), 0);
    ck_assert_str_eq(ada.email, "new@example.test");
    ck_assert(ada.email_verified);
    ck_assert_int_eq(store_user_email_state(store, &arena, ADA, &state), 0);
    ck_assert_ptr_null(state.pending);
    ck_assert(state.proved);
    ck_assert_int_eq(store_user_move_email(store, ADA, "newer@example.test", 6), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &ada), 0);
    ck_assert_str_eq(ada.email, "newer@example.test");
    ck_assert(!ada.email_verified);
    ck_assert_int_eq(store_user_email_state(store, &arena, ADA, &state), 0);
    ck_assert_int_eq(state.changed, 6);
    ck_assert_int_eq(store_user_move_email(store, ADA, "bob@example.test", 7), -EEXIST);
}
END_TEST

START_TEST(keeps_a_former_number_until_the_present_one_is_verified)
{
    struct user number = {.id = ADA, .mobile_country_code = "+49", .mobile_number = "3"};
    struct mobile_history history = {.former = "+441", .changes = 2};
    struct user user;

    ck_assert_int_eq(store_user_set_mobile(store, &number, &history), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &user), 0);
    ck_assert_str_eq(user.mobile_number, "3");
    ck_assert(!user.mobile_verified);
    ck_assert_int_eq(store_user_mobile_history(store, &arena, ADA, &history), 0);
    ck_assert_str_eq(history.former, "+441");
    ck_assert_int_eq(history.changes, 2);
    ck_assert_int_eq(store_user_mobile_verified(store, ADA), 0);
    ck_assert_int_eq(store_user_set_mobile_changes(store, ADA, 0), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &user), 0);
    ck_assert(user.mobile_verified);
    ck_assert_int_eq(store_user_mobile_history(store, &arena, ADA, &history), 0);
    ck_assert_ptr_null(history.former);
    ck_assert_int_eq(history.changes, 0);
    ck_assert_int_eq(store_user_mobile_verified(store, 99), -ENOENT);
}
END_TEST

START_TEST(keeps_an_invitation_until_it_is_consumed)
{
    struct invitation invitation;

    ck_assert_int_eq(store_user_invitation(store, &arena, ADA, &invitation), 0);
    ck_assert(invitation.code == NULL && !invitation.consumed);
    ck_assert_int_eq(store_user_invited(store, ADA, "123456", 99), 0);
    ck_assert_int_eq(store_user_invitation(store, &arena, ADA, &invitation), 0);
    ck_assert_str_eq(invitation.code, "123456");
    ck_assert_int_eq(invitation.deadline, 99);
    ck_assert_int_eq(store_user_invite_consumed(store, ADA), 0);
    ck_assert_int_eq(store_user_invitation(store, &arena, ADA, &invitation), 0);
    ck_assert(invitation.code == NULL && invitation.consumed);
}
END_TEST

START_TEST(keeps_what_else_is_known_of_a_user)
{
    struct recovery recovery;
    const char *text;
    struct user ada;

    ck_assert_int_eq(store_user_set_names(store, ADA, "Ada", "Byron"), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &ada), 0);
    ck_assert_str_eq(ada.surname, "Byron");
    ck_assert_int_eq(store_user_set_lost_password(store, &ada, "654321", 98), 0);
    ck_assert_int_eq(store_user_recovery(store, &arena, ADA, &recovery), 0);
    ck_assert_str_eq(recovery.nonce, "654321");
    ck_assert_int_eq(recovery.deadline, 98);
    ck_assert_int_eq(store_user_diligence(store, ADA, &text), 0);
    ck_assert_str_eq(text, "NOT_STARTED");
    ck_assert_int_eq(store_user_set_diligence(store, ADA, "APPROVED"), 0);
    ck_assert_int_eq(store_user_diligence(store, ADA, &text), 0);
    ck_assert_str_eq(text, "APPROVED");
    ck_assert_int_eq(store_user_set_details(store, ADA, "{}"), 0);
    ck_assert_int_eq(store_user_details(store, &arena, ADA, &text), 0);
    ck_assert_str_eq(text, "{}");
}
END_TEST

Suite *store_people_suite(void)
{
    const struct test tests[] = {
        {keeps_a_person, 0},
        {remembers_the_newest_passwords, 0},
        {finds_people_by_address, 0},
        {refuses_an_address_that_is_reserved, 0},
        {keeps_a_user, 0},
        {keeps_one_status_for_each_factor, 0},
        {keeps_an_identity_and_its_diligence, 0},
        {tells_how_an_address_stands, 0},
        {keeps_an_address_pending_for_one_user, 0},
        {keeps_a_former_number_until_the_present_one_is_verified, 0},
        {moves_a_user_to_another_address, 0},
        {keeps_an_invitation_until_it_is_consumed, 0},
        {keeps_what_else_is_known_of_a_user, 0},
    };

    return store_suite_of("store people", tests, ARRAY_SIZE(tests));
}
