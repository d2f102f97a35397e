/* SPDX-License-Identifier: MIT */
/* Runs all unit suites. */
#include "suites.h"

#include "json/formats.h"
#include "support/suite.h"

#include <sodium.h>
#include <stdio.h>

Suite *suite_of(const char *name, const struct test *tests, size_t count)
{
    Suite *s = suite_create(name);
    TCase *tcase = suite_case(s, name);

    tcase_add_checked_fixture(tcase, formats_init, NULL);
    for (size_t i = 0; i < count; i++) {
        size_t rows = tests[i].rows == 0 ? 1 : tests[i].rows;

        tcase_add_loop_test(tcase, tests[i].test, 0, (int) rows);
    }
    return s;
}

int main(void)
{
    Suite *(*const suites[])(void) = {
        accept_suite,
        arena_suite,
        blocks_suite,
        challenge_suite,
        chance_suite,
        clock_suite,
        complaints_suite,
        console_suite,
        coverage_suite,
        diligence_suite,
        encode_suite,
        feed_suite,
        ids_suite,
        iso_suite,
        journal_suite,
        limits_suite,
        metrics_suite,
        money_suite,
        origins_suite,
        password_suite,
        random_suite,
        router_suite,
        rules_suite,
        schedule_suite,
        session_suite,
        sign_up_suite,
        store_challenges_suite,
        store_customers_suite,
        store_files_suite,
        store_ledger_suite,
        store_people_suite,
        store_realms_suite,
        store_schema_suite,
        store_session_cache_suite,
        store_sessions_suite,
        store_snapshots_suite,
        store_upgrade_suite,
        suggest_suite,
        target_suite,
        token_suite,
        views_suite,
        webhook_suite,
    };
    SRunner *runner = srunner_create(NULL);

    if (sodium_init() < 0)
        return 1;
    formats_init();
    for (size_t i = 0; i < ARRAY_SIZE(suites); i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    formats_free();
    return failed == 0 ? 0 : 1;
}
