/* SPDX-License-Identifier: MIT */
/* A test program that is one suite. */
#include "suite.h"

int suite_run(Suite *s, enum fork_status fork)
{
    SRunner *runner = srunner_create(s);

    srunner_set_fork_status(runner, fork);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
