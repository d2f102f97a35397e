/* SPDX-License-Identifier: MIT */
/* A test program that is one suite. */
#ifndef SUPPORT_SUITE_H
#define SUPPORT_SUITE_H

#include <check.h>

/* Runs it, each test in a process of its own or as `fork` says; what main() is to answer. */
int suite_run(Suite *s, enum fork_status fork);

#endif
