/* SPDX-License-Identifier: MIT */
/*
 * What fails, at which call, and what happened then. Each attempt runs in a process of its own on a copy of a
 * database, with a log of its own.
 */
#ifndef FAULTS_ATTEMPTS_H
#define FAULTS_ATTEMPTS_H

#include "support/callers.h"
#include "support/holds.h"

enum fault_kind {
    STATEMENT,    /* of SQL */
    INPUT_OUTPUT, /* a read, write, sync … of a file, or a call of a socket */
    FULL_DISK,    /* the same, and all later writes */
    LIBRARY_MEMORY,
    OWN_MEMORY,
    FAULT_KINDS
};

extern const char *const fault_kind_names[];

/* Every n, or with growing steps. */
extern bool attempts_every;

enum outcome {
    ENDED = 1,   /* EXIT_FAILURE: with one line, which was checked */
    FAILED = 10, /* as it should: unchanged, and afterwards all is well */
    TOLERATED,   /* the fault made no difference */
    NOT_REACHED  /* there is no n-th call */
};

/* The n-th call from now on fails; the second ends that, and returns whether it has come. */
void fault_begin(enum fault_kind kind, struct caller *c, size_t n);
bool fault_end(enum fault_kind kind, struct caller *c);

/* The directory of the databases and the log. */
extern char attempts_directory[];
void attempts_open(void);
void attempts_close(void);
const char *attempts_path(const char *name);

/*
 * Runs `attempt` for n = 1, 2 … until the call is not reached; its process may end itself with one line, then
 * `check_ended` runs, in another process. Fails the test if anything else happens. Returns how often the fault made
 * a difference.
 */
size_t attempts_run(const char *name, enum fault_kind kind,
                    enum outcome (*attempt)(enum fault_kind kind, size_t n),
                    void (*check_ended)(void));

#endif
