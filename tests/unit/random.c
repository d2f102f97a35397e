/* SPDX-License-Identifier: MIT */
/* Random streams, and numbers, letters and UUIDs from them. */
#include "suites.h"

#include "base/random.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

static const unsigned char key[RANDOM_KEY_SIZE] = {1, 2, 3};

START_TEST(repeats_itself_from_the_same_key)
{
    struct random a;
    struct random b;
    unsigned char x[2000];
    unsigned char y[2000];

    random_init_from(&a, key);
    random_init_from(&b, key);
    random_bytes(&a, x, sizeof x);
    /* in pieces that cross the ends of blocks */
    for (size_t i = 0; i < sizeof y; i += 100)
        random_bytes(&b, y + i, 100);
    ck_assert_mem_eq(x, y, sizeof x);
    ck_assert_mem_ne(x, x + 512, 512);
}
END_TEST

START_TEST(differs_from_run_to_run)
{
    struct random a;
    struct random b;
    unsigned char x[32];
    unsigned char y[32];

    random_init(&a);
    random_init(&b);
    random_bytes(&a, x, sizeof x);
    random_bytes(&b, y, sizeof y);
    ck_assert_mem_ne(x, y, sizeof x);
}
END_TEST

START_TEST(stays_below_its_bound)
{
    struct random r;
    bool seen[6] = {false};

    random_init_from(&r, key);
    for (int i = 0; i < 1000; i++) {
        uint32_t number = random_below(&r, ARRAY_SIZE(seen));

        ck_assert_uint_lt(number, ARRAY_SIZE(seen));
        seen[number] = true;
    }
    for (size_t i = 0; i < ARRAY_SIZE(seen); i++)
        ck_assert(seen[i]);
    ck_assert_uint_eq(random_below(&r, 1), 0);
}
END_TEST

START_TEST(makes_letters)
{
    struct random r;
    char letters[101];

    random_init_from(&r, key);
    random_letters(&r, letters, 100);
    ck_assert_uint_eq(strlen(letters), 100);
    ck_assert_uint_eq(strspn(letters, "abcdefghijklmnopqrstuvwxyz234567"), 100);
    random_letters(&r, letters, 0);
    ck_assert_str_eq(letters, "");
}
END_TEST

START_TEST(makes_uuids_of_version_four)
{
    struct random r;
    char uuid[UUID_SIZE];

    random_init_from(&r, key);
    for (int i = 0; i < 100; i++) {
        random_uuid(&r, uuid);
        ck_assert_uint_eq(strlen(uuid), 36);
        ck_assert_uint_eq(strspn(uuid, "0123456789abcdef-"), 36);
        ck_assert_int_eq(uuid[8], '-');
        ck_assert_int_eq(uuid[13], '-');
        ck_assert_int_eq(uuid[14], '4');
        ck_assert_int_eq(uuid[18], '-');
        ck_assert_ptr_nonnull(strchr("89ab", uuid[19]));
        ck_assert_int_eq(uuid[23], '-');
    }
}
END_TEST

START_TEST(continues_at_another_block_after_a_skip)
{
    struct random a;
    struct random b;
    unsigned char x[1000];
    unsigned char y[1000];

    random_init_from(&a, key);
    random_init_from(&b, key);
    random_bytes(&a, x, 1);
    random_skip(&a, 12345);
    random_skip(&b, 12345);
    random_bytes(&a, x, sizeof x);
    random_bytes(&b, y, sizeof y);
    ck_assert_mem_eq(x, y, sizeof x);
    random_skip(&b, 12346);
    random_bytes(&b, y, sizeof y);
    ck_assert_mem_ne(x, y, sizeof x);
}
END_TEST

START_TEST(makes_all_streams_repeatable_with_a_seed)
{
    static const uint64_t seeds[] = {1, 1, 2};
    struct random r;
    unsigned char streams[3][32];
    uint32_t numbers[3];

    for (size_t i = 0; i < ARRAY_SIZE(seeds); i++) {
        random_seed(seeds[i]);
        random_init(&r);
        random_bytes(&r, streams[i], sizeof streams[i]);
        numbers[i] = randombytes_random();
    }
    ck_assert_mem_eq(streams[0], streams[1], sizeof streams[0]);
    ck_assert_uint_eq(numbers[0], numbers[1]);
    ck_assert_mem_ne(streams[0], streams[2], sizeof streams[0]);
    ck_assert_uint_ne(numbers[0], numbers[2]);
}
END_TEST

Suite *random_suite(void)
{
    const struct test tests[] = {
        {repeats_itself_from_the_same_key, 0},
        {differs_from_run_to_run, 0},
        {stays_below_its_bound, 0},
        {makes_letters, 0},
        {makes_uuids_of_version_four, 0},
        {continues_at_another_block_after_a_skip, 0},
        {makes_all_streams_repeatable_with_a_seed, 0},
    };

    return suite_of("random", tests, ARRAY_SIZE(tests));
}
