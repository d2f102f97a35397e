/* SPDX-License-Identifier: MIT */
/* The suites of the unit tests, one per module, and how each is put together. */
#ifndef UNIT_SUITES_H
#define UNIT_SUITES_H

#include "base/array.h"

#include <check.h>
#include <stddef.h>

Suite *accept_suite(void);
Suite *arena_suite(void);
Suite *blocks_suite(void);
Suite *challenge_suite(void);
Suite *chance_suite(void);
Suite *clock_suite(void);
Suite *complaints_suite(void);
Suite *console_suite(void);
Suite *coverage_suite(void);
Suite *diligence_suite(void);
Suite *encode_suite(void);
Suite *feed_suite(void);
Suite *ids_suite(void);
Suite *iso_suite(void);
Suite *journal_suite(void);
Suite *limits_suite(void);
Suite *metrics_suite(void);
Suite *money_suite(void);
Suite *origins_suite(void);
Suite *password_suite(void);
Suite *random_suite(void);
Suite *router_suite(void);
Suite *rules_suite(void);
Suite *schedule_suite(void);
Suite *session_suite(void);
Suite *sign_up_suite(void);
Suite *store_challenges_suite(void);
Suite *store_customers_suite(void);
Suite *store_files_suite(void);
Suite *store_ledger_suite(void);
Suite *store_people_suite(void);
Suite *store_realms_suite(void);
Suite *store_schema_suite(void);
Suite *store_session_cache_suite(void);
Suite *store_sessions_suite(void);
Suite *store_snapshots_suite(void);
Suite *store_upgrade_suite(void);
Suite *suggest_suite(void);
Suite *target_suite(void);
Suite *token_suite(void);
Suite *views_suite(void);
Suite *webhook_suite(void);

/* A test that runs `rows` times with _i from 0 on, or once as it is when `rows` is 0. */
struct test {
    const TTest *test;
    size_t rows;
};

Suite *suite_of(const char *name, const struct test *tests, size_t count);

#endif
