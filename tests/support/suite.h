/* SPDX-License-Identifier: MIT */
/* A test program that is one suite. */
#ifndef SUPPORT_SUITE_H
#define SUPPORT_SUITE_H

#include <check.h>
#include <stddef.h>

/*
 * Adds a case to a suite. A test that hangs is ended after ten minutes, which none takes on any
 * machine: how long a test lasts is not judged.
 */
TCase *suite_case(Suite *s, const char *name);

/*
 * Adds a test that needs something of the machine. Where that is missing, which `lacking` says (NULL:
 * nothing is), a line says so and the test is not run: it is neither passed nor failed.
 */
void suite_add_needing(TCase *tcase, const TTest *test, const char *lacking);

/* Says what is missing to open a terminal, or to have so many files open; NULL: nothing. */
const char *suite_lacks_terminal(void);
const char *suite_lacks_files(size_t wanted);

/* Runs it, each test in a process of its own or as `fork` says; what main() is to answer. */
int suite_run(Suite *s, enum fork_status fork);

#endif
