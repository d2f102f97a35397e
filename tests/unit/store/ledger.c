/* SPDX-License-Identifier: MIT */
/* The ledger: what it posts, and what it refuses. */
#include "fixture.h"
#include "ledger/ledger.h"
#include "ledger/ledger_store.h"

#include <errno.h>
#include <stdint.h>

#define ACCOUNT 500
#define OTHER 501
#define NOW 1000

static struct posting posting(int64_t account, int64_t amount)
{
    return (struct posting){.account = account,
                            .add = {amount, amount},
                            .entry = {"TRANSFER", ENTRY_COMPLETED, amount, 0, "{}"}};
}

/* Moves an amount, in a transaction with this id. */
static int move(int64_t transaction, int64_t from, int64_t to, int64_t amount)
{
    const struct posting postings[] = {posting(from, -amount), posting(to, amount)};

    return ledger_post(store, &(struct movement){.realm = REALM,
                                                 .transaction = transaction,
                                                 .at = NOW,
                                                 .currency = "EUR",
                                                 .postings = postings,
                                                 .count = 2});
}

static struct balances balances_of(int64_t account)
{
    struct balances b;

    ck_assert_int_eq(ledger_balances(store, REALM, account, "EUR", &b), 0);
    ck_assert_int_eq(b.available, b.actual);
    return b;
}

START_TEST(posts_both_sides)
{
    struct list postings;
    struct ledger_row row;

    ck_assert_int_eq(balances_of(ACCOUNT).available, 0);
    ck_assert_int_eq(move(1, LEDGER_BANK, ACCOUNT, 300), 0);
    ck_assert_int_eq(move(2, ACCOUNT, OTHER, 100), 0);
    ck_assert_int_eq(balances_of(LEDGER_BANK).available, -300);
    ck_assert_int_eq(balances_of(ACCOUNT).available, 200);
    ck_assert_int_eq(balances_of(OTHER).available, 100);
    ck_assert_int_eq(store_postings(store, &arena, REALM, 2, &postings), 0);
    ck_assert_uint_eq(postings.count, 2);
    /* a millisecond between two lines of an account */
    ck_assert_int_eq(store_ledger_find(store, REALM, ACCOUNT, "EUR", &row), 0);
    ck_assert_int_eq(row.lines, 2);
    ck_assert_int_eq(row.last_at, NOW + 1);
    /* a currency has books of its own */
    ck_assert_int_eq(store_ledger_find(store, REALM, ACCOUNT, "GBP", &row), -ENOENT);
}
END_TEST

START_TEST(counts_a_fee_as_a_move_of_its_own)
{
    const struct posting postings[] = {
        {.account = ACCOUNT,
         .add = {90, 90},
         .entry = {"TRANSFER", ENTRY_COMPLETED, 100, 10, "{}"}},
        {.account = LEDGER_BANK, .add = {-100, -100}},
        {.account = LEDGER_FEES, .add = {10, 10}},
    };
    const struct posting hold[] = {
        {.account = ACCOUNT, .add = {-90, 0}, .entry = {"TRANSFER", ENTRY_PENDING, -90, 5, "{}"}},
        {.account = LEDGER_BANK, .add = {90, 0}},
    };
    struct movement m = {.realm = REALM,
                         .transaction = 1,
                         .at = NOW,
                         .currency = "EUR",
                         .postings = postings,
                         .count = 3};
    struct ledger_row row;

    ck_assert_int_eq(ledger_post(store, &m), 0);
    m.postings = hold;
    m.count = 2;
    ck_assert_int_eq(ledger_post(store, &m), 0);
    ck_assert_int_eq(store_ledger_find(store, REALM, ACCOUNT, "EUR", &row), 0);
    ck_assert_int_eq(row.moves, 2);
    ck_assert_int_eq(row.balances.available, 0);
    ck_assert_int_eq(row.balances.actual, 90);
}
END_TEST

START_TEST(refuses_to_make_an_available_balance_negative)
{
    ck_assert_int_eq(move(1, LEDGER_BANK, ACCOUNT, 300), 0);
    ck_assert_int_eq(move(2, ACCOUNT, OTHER, 301), -EDOM);
    ck_assert_int_eq(balances_of(ACCOUNT).available, 300);
    ck_assert_int_eq(balances_of(OTHER).available, 0);
    ck_assert_int_eq(move(2, ACCOUNT, OTHER, 300), 0);
}
END_TEST

START_TEST(refuses_a_sum_that_does_not_fit)
{
    ck_assert_int_eq(move(1, LEDGER_BANK, ACCOUNT, INT64_MAX), 0);
    ck_assert_int_eq(move(2, LEDGER_MERCHANT, ACCOUNT, 1), -ERANGE);
    ck_assert_int_eq(balances_of(LEDGER_MERCHANT).available, 0);
    ck_assert_int_eq(balances_of(ACCOUNT).available, INT64_MAX);
}
END_TEST

START_TEST(refuses_what_does_not_add_up)
{
    const struct posting one_sided[] = {posting(ACCOUNT, 1)};
    const struct posting only_available[] = {{.account = ACCOUNT, .add = {1, 1}},
                                             {.account = LEDGER_BANK, .add = {-1, 0}}};
    struct movement m = {.realm = REALM, .transaction = 1, .at = NOW, .currency = "EUR"};

    m.postings = one_sided;
    m.count = 1;
    ck_assert_int_eq(ledger_post(store, &m), -EINVAL);
    m.postings = only_available;
    m.count = 2;
    ck_assert_int_eq(ledger_post(store, &m), -EINVAL);
    ck_assert_int_eq(balances_of(ACCOUNT).available, 0);
}
END_TEST

Suite *store_ledger_suite(void)
{
    const struct test tests[] = {
        {posts_both_sides, 0},
        {counts_a_fee_as_a_move_of_its_own, 0},
        {refuses_to_make_an_available_balance_negative, 0},
        {refuses_a_sum_that_does_not_fit, 0},
        {refuses_what_does_not_add_up, 0},
    };

    return store_suite_of("store ledger", tests, ARRAY_SIZE(tests));
}
