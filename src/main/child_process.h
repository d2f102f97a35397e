/* SPDX-License-Identifier: MIT */
/* The command that `sandgate exec` runs, as a child of the serving process. */
#ifndef MAIN_CHILD_PROCESS_H
#define MAIN_CHILD_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Process attributes that the server changes, as they were before: the child gets these. */
struct process_attributes {
    sigset_t blocked;
    bool default_pipe; /* SIGPIPE has its default action */
    struct rlimit files;
};

struct process_attributes process_attributes_now(void);

struct child {
    pid_t pid;  /* 0: it has ended */
    int status; /* then: the exit status for the program */
};

/* Starts argv[0], which is searched in PATH. 0, or a positive errno. */
int child_start(struct child *ret, char **argv, const struct process_attributes *attributes);

/* Reads the signalfd and forwards signals to the child; true once the child has ended. */
bool child_handle_signals(struct child *c, int signals);

#endif
