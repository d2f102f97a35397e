/* SPDX-License-Identifier: MIT */
/* Due diligence: every way from one standing to the next. */
#include "suites.h"

#include "model/diligence.h"

#define L1 DILIGENCE_LEVEL_1
#define L2 DILIGENCE_LEVEL_2
#define NOT_STARTED DILIGENCE_NOT_STARTED
#define INITIATED DILIGENCE_INITIATED
#define PENDING DILIGENCE_PENDING_REVIEW
#define APPROVED DILIGENCE_APPROVED
#define REJECTED DILIGENCE_REJECTED
#define START (-1) /* of the level, instead of a verdict */

static const struct {
    struct judgement effective;
    struct judgement ongoing;
    int verdict;
    enum diligence_level level;
    struct judgement effective_then;
    struct judgement ongoing_then;
} rows[] = {
    /* weavr-identities.md 2.3 */
    {{NOT_STARTED, L2}, {NOT_STARTED, L2}, START, L2, {INITIATED, L2}, {INITIATED, L2}},
    {{NOT_STARTED, L2}, {NOT_STARTED, L2}, START, L1, {INITIATED, L1}, {INITIATED, L1}},
    {{INITIATED, L1}, {INITIATED, L1}, START, L1, {INITIATED, L1}, {INITIATED, L1}},
    {{INITIATED, L1}, {INITIATED, L1}, START, L2, {INITIATED, L2}, {INITIATED, L2}},
    {{NOT_STARTED, L2}, {NOT_STARTED, L2}, APPROVED, L2, {APPROVED, L2}, {APPROVED, L2}},
    {{INITIATED, L1}, {INITIATED, L1}, APPROVED, L1, {APPROVED, L1}, {APPROVED, L1}},
    {{APPROVED, L1}, {APPROVED, L1}, START, L2, {APPROVED, L1}, {INITIATED, L2}},
    {{APPROVED, L1}, {INITIATED, L2}, APPROVED, L2, {APPROVED, L2}, {APPROVED, L2}},
    {{INITIATED, L2}, {INITIATED, L2}, PENDING, L2, {PENDING, L2}, {PENDING, L2}},
    {{PENDING, L2}, {PENDING, L2}, REJECTED, L2, {REJECTED, L2}, {REJECTED, L2}},
    {{PENDING, L2}, {PENDING, L2}, INITIATED, L2, {INITIATED, L2}, {INITIATED, L2}},
    /* weavr-webhooks.md 3.1: the approval counts while the fuller check is judged */
    {{APPROVED, L1}, {INITIATED, L2}, PENDING, L2, {APPROVED, L1}, {PENDING, L2}},
    {{APPROVED, L1}, {PENDING, L2}, REJECTED, L2, {APPROVED, L1}, {REJECTED, L2}},
    /* what was approved may be taken back */
    {{APPROVED, L2}, {APPROVED, L2}, REJECTED, L2, {REJECTED, L2}, {REJECTED, L2}},
    {{APPROVED, L2}, {APPROVED, L2}, NOT_STARTED, L2, {NOT_STARTED, L2}, {NOT_STARTED, L2}},
};

START_TEST(goes_on_from_one_standing_to_the_next)
{
    struct diligence d = {rows[_i].effective, rows[_i].ongoing, 7};

    if (rows[_i].verdict == START)
        diligence_start(&d, rows[_i].level);
    else
        diligence_decide(&d, (enum diligence_status) rows[_i].verdict);
    ck_assert_int_eq(d.effective.status, rows[_i].effective_then.status);
    ck_assert_int_eq(d.effective.level, rows[_i].effective_then.level);
    ck_assert_int_eq(d.ongoing.status, rows[_i].ongoing_then.status);
    ck_assert_int_eq(d.ongoing.level, rows[_i].ongoing_then.level);
    ck_assert_int_eq(d.reference, 7);
}
END_TEST

START_TEST(is_approved_at_its_level_and_below)
{
    struct diligence d = DILIGENCE_AT_FIRST;

    ck_assert(!diligence_is_approved(&d, L1) && !diligence_is_approved(&d, L2));
    d.effective = (struct judgement){APPROVED, L1};
    ck_assert(diligence_is_approved(&d, L1) && !diligence_is_approved(&d, L2));
    d.effective.level = L2;
    ck_assert(diligence_is_approved(&d, L1) && diligence_is_approved(&d, L2));
    d.effective.status = REJECTED;
    ck_assert(!diligence_is_approved(&d, L1) && !diligence_is_approved(&d, L2));
}
END_TEST

Suite *diligence_suite(void)
{
    const struct test tests[] = {
        {goes_on_from_one_standing_to_the_next, ARRAY_SIZE(rows)},
        {is_approved_at_its_level_and_below, 0},
    };

    return suite_of("diligence", tests, ARRAY_SIZE(tests));
}
