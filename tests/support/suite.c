/* SPDX-License-Identifier: MIT */
/* Running one suite; what the machine lacks. */
#include "suite.h"

#include <errno.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define HANGING_SECONDS 600

TCase *suite_case(Suite *s, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_set_timeout(tcase, HANGING_SECONDS);
    suite_add_tcase(s, tcase);
    return tcase;
}

void suite_add_needing(TCase *tcase, const TTest *test, const char *lacking)
{
    if (lacking == NULL) {
        tcase_add_test(tcase, test);
        return;
    }
    printf("skip %s: %s\n", test->name, lacking);
    fflush(stdout); /* or a forked process would print the buffer again */
}

const char *suite_lacks_terminal(void)
{
    static char why[100];
    int terminal;
    int other;

    if (openpty(&terminal, &other, NULL, NULL, NULL) < 0) {
        snprintf(why, sizeof why, "no terminal can be opened: %s", strerror(errno));
        return why;
    }
    close(terminal);
    close(other);
    return NULL;
}

const char *suite_lacks_files(size_t wanted)
{
    static char why[100];
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max > wanted)
        return NULL;
    snprintf(why, sizeof why, "more than %zu open files are not allowed", wanted);
    return why;
}

bool suite_may_fork(void)
{
    const char *fork = getenv("CK_FORK");

    return fork == NULL || strcmp(fork, "no") != 0;
}

int suite_run(Suite *s, enum fork_status fork)
{
    SRunner *runner = srunner_create(s);

    srunner_set_fork_status(runner, fork);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
