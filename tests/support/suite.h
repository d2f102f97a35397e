/* SPDX-License-Identifier: MIT */
/* Test programs with one suite, and tests that the machine may not support. */
#ifndef SUPPORT_SUITE_H
#define SUPPORT_SUITE_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Adds a case to a suite. The timeout of ten minutes is only for tests that hang: no test fails because a
 * machine is slow.
 */
TCase *suite_case(Suite *s, const char *name);

/*
 * Adds a test that needs something of the machine. If that is missing, `lacking` says what; then the test is
 * skipped with a message, and counts neither as passed nor as failed. NULL: nothing is missing.
 */
void suite_add_needing(TCase *tcase, const TTest *test, const char *lacking);

/* What is missing for opening a terminal, or for so many open files; NULL: nothing. */
const char *suite_lacks_terminal(void);
const char *suite_lacks_files(size_t wanted);

/* Whether a test may be a process of its own, that is, unless the environment has CK_FORK=no. */
bool suite_may_fork(void);

/* Runs the suite and returns the exit status of the program. */
int suite_run(Suite *s, enum fork_status fork);

#endif
