/* SPDX-License-Identifier: MIT */
/* Faults of the system, one after the other. With --every at every call, else with growing steps. */
#include "faults.h"

#include "attempts.h"
#include "support/suite.h"

#include <string.h>

int main(int argc, char **argv)
{
    Suite *s = suite_create("faults");

    attempts_every = argc > 1 && strcmp(argv[1], "--every") == 0;
    add_request_tests(suite_case(s, "requests"));
    add_delivery_tests(suite_case(s, "delivery"));
    return suite_run(s, CK_FORK);
}
