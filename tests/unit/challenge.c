/* SPDX-License-Identifier: MIT */
/* Attempts at a code, and the states of a challenge. */
#include "suites.h"

#include "base/names.h"
#include "model/challenge.h"

/* For each limit the results of wrong codes, one after the other; CODE_RIGHT (0) ends a row. */
#define W CODE_WRONG
#define ONE CODE_WRONG_ONE_LEFT
#define NONE CODE_WRONG_BLOCKED

static const struct {
    int64_t limit;
    enum code_result results[8];
} ladders[] = {
    {1, {NONE}},
    {2, {ONE, NONE}},
    {3, {W, ONE, NONE}},
    {4, {W, W, ONE, NONE}},
    {5, {W, W, W, ONE, NONE}},
    {0, {W, W, W, W, W, W, W, W}},
};

START_TEST(counts_wrong_codes_down_to_the_limit)
{
    struct challenge c = {.code = "123456"};

    for (int64_t i = 0; i < 8 && ladders[_i].results[i] != CODE_RIGHT; i++) {
        ck_assert_int_eq(challenge_check_code(&c, "000000", ladders[_i].limit),
                         ladders[_i].results[i]);
        ck_assert_int_eq(c.wrong_attempts, i + 1);
        struct challenge copy = c;

        ck_assert_int_eq(challenge_check_code(&copy, "123456", ladders[_i].limit), CODE_RIGHT);
        ck_assert_int_eq(copy.wrong_attempts, i + 1);
    }
}
END_TEST

START_TEST(accepts_only_the_whole_code)
{
    static const char *const wrong[] = {"", "12345", "1234567", "123457", " 123456"};
    struct challenge c = {.code = "123456"};

    ck_assert_int_eq(challenge_check_code(&c, "123456", 1), CODE_RIGHT);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
        ck_assert_int_ne(challenge_check_code(&c, wrong[i], 0), CODE_RIGHT);
}
END_TEST

START_TEST(expires_at_its_time_and_only_while_it_is_pending)
{
    struct challenge c = {.state = CHALLENGE_PENDING, .expires = 1000};

    ck_assert_int_eq(challenge_state_at(&c, 999), CHALLENGE_PENDING);
    ck_assert(challenge_is_pending(&c, 999));
    ck_assert_int_eq(challenge_state_at(&c, 1000), CHALLENGE_EXPIRED);
    ck_assert(!challenge_is_pending(&c, 1000));
    for (enum challenge_state s = CHALLENGE_VERIFIED; s <= CHALLENGE_REPLACED; s++) {
        c.state = s;
        ck_assert_int_eq(challenge_state_at(&c, 5000), s);
        ck_assert(!challenge_is_pending(&c, 999));
    }
}
END_TEST

static const struct {
    enum challenge_state state;
    enum challenge_state shown;
} shown[] = {
    {CHALLENGE_PENDING, CHALLENGE_PENDING},   {CHALLENGE_VERIFIED, CHALLENGE_VERIFIED},
    {CHALLENGE_DECLINED, CHALLENGE_DECLINED}, {CHALLENGE_EXPIRED, CHALLENGE_EXPIRED},
    {CHALLENGE_BLOCKED, CHALLENGE_DECLINED},  {CHALLENGE_REPLACED, CHALLENGE_EXPIRED},
};

START_TEST(is_shown_in_one_of_four_states)
{
    struct challenge c = {.state = shown[_i].state, .expires = 1000};

    ck_assert_int_eq(challenge_public_state(&c, 0), shown[_i].shown);
}
END_TEST

START_TEST(has_channels_that_a_realm_may_not_offer)
{
    struct settings settings = {.channels = {YES, NO, UNSET}};

    ck_assert(channel_is_offered(&settings, CHANNEL_SMS));
    ck_assert(!channel_is_offered(&settings, CHANNEL_AUTHY));
    ck_assert(!channel_is_offered(&settings, CHANNEL_BIOMETRIC));
}
END_TEST

START_TEST(maps_names_back_to_their_values)
{
    for (int i = 0; channel_names[i] != NULL; i++)
        ck_assert_int_eq(name_index(channel_names, channel_names[i]), i);
    for (int i = 0; challenge_state_names[i] != NULL; i++)
        ck_assert_int_eq(name_index(challenge_state_names, challenge_state_names[i]), i);
    for (int i = 0; factor_status_names[i] != NULL; i++)
        ck_assert_int_eq(name_index(factor_status_names, factor_status_names[i]), i);
    ck_assert_int_eq(name_index(challenge_kind_names, "ENROLMENT"), CHALLENGE_ENROLMENT);
}
END_TEST

Suite *challenge_suite(void)
{
    const struct test tests[] = {
        {counts_wrong_codes_down_to_the_limit, ARRAY_SIZE(ladders)},
        {accepts_only_the_whole_code, 0},
        {expires_at_its_time_and_only_while_it_is_pending, 0},
        {is_shown_in_one_of_four_states, ARRAY_SIZE(shown)},
        {has_channels_that_a_realm_may_not_offer, 0},
        {maps_names_back_to_their_values, 0},
    };

    return suite_of("challenge", tests, ARRAY_SIZE(tests));
}
