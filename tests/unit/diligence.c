/* SPDX-License-Identifier: MIT */
/* Due diligence: every transition. */
#include "suites.h"

#include "model/diligence.h"

#define L1 DILIGENCE_LEVEL_1
#define L2 DILIGENCE_LEVEL_2
#define NOT_STARTED DILIGENCE_NOT_STARTED
#define INITIATED DILIGENCE_INITIATED
#define PENDING DILIGENCE_PENDING_REVIEW
#define APPROVED DILIGENCE_APPROVED
#define REJECTED DILIGENCE_REJECTED
#define START (-1) /* start the level, instead of setting a status */

static const struct {
    struct diligence_result effective;
    struct diligence_result ongoing;
    int status;
    enum diligence_level level;
    struct diligence_result effective_then;
    struct diligence_result ongoing_then;
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
    /* weavr-webhooks.md 3.1: the approval stays effective during the fuller check */
    {{APPROVED, L1}, {INITIATED, L2}, PENDING, L2, {APPROVED, L1}, {PENDING, L2}},
    {{APPROVED, L1}, {PENDING, L2}, REJECTED, L2, {APPROVED, L1}, {REJECTED, L2}},
    /* an approval may be revoked */
    {{APPROVED, L2}, {APPROVED, L2}, REJECTED, L2, {REJECTED, L2}, {REJECTED, L2}},
    {{APPROVED, L2}, {APPROVED, L2}, NOT_STARTED, L2, {NOT_STARTED, L2}, {NOT_STARTED, L2}},
};

START_TEST(makes_each_transition)
{
    struct diligence d = {rows[_i].effective, rows[_i].ongoing, 7};

    if (rows[_i].status == START)
        diligence_start(&d, rows[_i].level);
    else
        diligence_decide(&d, (enum diligence_status) rows[_i].status);
    ck_assert_int_eq(d.effective.status, rows[_i].effective_then.status);
    ck_assert_int_eq(d.effective.level, rows[_i].effective_then.level);
    ck_assert_int_eq(d.ongoing.status, rows[_i].ongoing_then.status);
    ck_assert_int_eq(d.ongoing.level, rows[_i].ongoing_then.level);
    ck_assert_int_eq(d.reference, 7);
}
END_TEST

START_TEST(is_approved_at_its_level_and_below)
{
    struct diligence d = DILIGENCE_INITIAL;

    ck_assert(!diligence_is_approved(&d, L1) && !diligence_is_approved(&d, L2));
    d.effective = (struct diligence_result){APPROVED, L1};
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
        {makes_each_transition, ARRAY_SIZE(rows)},
        {is_approved_at_its_level_and_below, 0},
    };

    return suite_of("diligence", tests, ARRAY_SIZE(tests));
}
