/* SPDX-License-Identifier: MIT */
/* The tests of this program. */
#ifndef FAULTS_FAULTS_H
#define FAULTS_FAULTS_H

#include <check.h>

void add_request_tests(TCase *tcase);
void add_delivery_tests(TCase *tcase);

#endif
