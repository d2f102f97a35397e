/* SPDX-License-Identifier: MIT */
/* The command that `sandgate exec` runs: a child of the process that serves. */
#ifndef MAIN_CHILD_PROCESS_H
#define MAIN_CHILD_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

/* What a server changes of itself, as it was before: the child shall find it so. */
struct heritage {
    sigset_t blocked;
    bool heeds_pipe; /* SIGPIPE ends it */
    struct rlimit files;
};

struct heritage heritage_now(void);

struct child {
    pid_t pid;  /* 0: it has ended */
    int status; /* then: what the program shall exit with */
};

/* Starts argv[0], found by PATH: 0, or the errno that tells why it can't be run. */
int child_start(struct child *ret, char **argv, const struct heritage *heritage);

/* Takes what the signalfd has, and passes it on to the child; true once the child has ended. */
bool child_heed(struct child *c, int signals);

#endif
