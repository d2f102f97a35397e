/* SPDX-License-Identifier: MIT */
/* Instruments: blocks and IBANs. */
#include "suites.h"

#include "model/money.h"

#include <stdlib.h>
#include <string.h>

START_TEST(shows_the_oldest_block)
{
    const struct instrument both = {.blocks = "SYSTEM,USER"};
    const struct instrument none = {.blocks = ""};

    ck_assert_str_eq(block_reasons[instrument_block_reason(&both)], "SYSTEM");
    ck_assert(instrument_is_blocked_by(&both, "USER"));
    ck_assert(instrument_is_blocked_by(&both, "SYSTEM"));
    ck_assert(!instrument_is_blocked_by(&both, "SYS"));
    ck_assert(!instrument_is_blocked_by(&none, "USER"));
    ck_assert_int_eq(instrument_state(&both), BLOCKED_INSTRUMENT);
    ck_assert_int_eq(instrument_state(&none), ACTIVE_INSTRUMENT);
    ck_assert_int_eq(instrument_state(&(struct instrument){.blocks = "USER", .destroyed = "USER"}),
                     DESTROYED_INSTRUMENT);
}
END_TEST

/* The remainder of 97 of an IBAN with its first four characters at the end: 1 (ISO 13616). */
static unsigned remainder_of(const char *iban)
{
    unsigned sum = 0;

    for (size_t i = 0; i < strlen(iban); i++) {
        const char c = iban[(i + 4) % strlen(iban)];

        sum = c >= 'A' ? (sum * 100 + (unsigned) (c - 'A' + 10)) % 97
                       : (sum * 10 + (unsigned) (c - '0')) % 97;
    }
    return sum;
}

static const int64_t accounts[] = {1, 97, 110000002144057182, 999999999999999999};

START_TEST(makes_an_iban_with_right_check_digits)
{
    char iban[IBAN_SIZE];

    /* the method itself: an example of the registry of IBANs */
    ck_assert_uint_eq(remainder_of("MT84MALT011000012345MTLCAST001S"), 1);
    iban_write(accounts[_i], iban);
    ck_assert_uint_eq(strlen(iban), IBAN_SIZE - 1);
    ck_assert_uint_eq(remainder_of(iban), 1);
    ck_assert_int_eq(iban_account(iban), accounts[_i]);
    iban[2] = iban[2] == '1' ? '2' : '1';
    ck_assert_int_eq(iban_account(iban), 0);
}
END_TEST

START_TEST(finds_no_account_of_other_ibans)
{
    static const char *const others[] = {"", "MT84MALT011000012345MTLCAST001S", "DE8937040044",
                                         "MT29SAND00000A00000000000000001",
                                         "MT29SAND00000000000000000000000"};

    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        ck_assert_int_eq(iban_account(others[i]), 0);
}
END_TEST

Suite *money_suite(void)
{
    const struct test tests[] = {
        {shows_the_oldest_block, 0},
        {makes_an_iban_with_right_check_digits, ARRAY_SIZE(accounts)},
        {finds_no_account_of_other_ibans, 0},
    };

    return suite_of("money", tests, ARRAY_SIZE(tests));
}
