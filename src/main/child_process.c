/* SPDX-License-Identifier: MIT */
/* Starting a child, its signals, its end. */
#include "child_process.h"

#include <spawn.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_SIGNALLED 128

struct heritage heritage_now(void)
{
    struct heritage heritage;
    struct sigaction pipe;

    sigprocmask(SIG_BLOCK, NULL, &heritage.blocked);
    sigaction(SIGPIPE, NULL, &pipe);
    heritage.heeds_pipe = pipe.sa_handler == SIG_DFL;
    getrlimit(RLIMIT_NOFILE, &heritage.files);
    return heritage;
}

static int spawn(struct child *ret, char **argv, const struct heritage *heritage)
{
    posix_spawnattr_t attributes;
    sigset_t defaults;

    sigemptyset(&defaults);
    if (heritage->heeds_pipe)
        sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setsigmask(&attributes, &heritage->blocked);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawnp(&ret->pid, *argv, NULL, &attributes, argv, environ);

    posix_spawnattr_destroy(&attributes);
    return error;
}

int child_start(struct child *ret, char **argv, const struct heritage *heritage)
{
    struct rlimit ours;

    /* whoever started us may have ignored it: then nobody could be waited for */
    signal(SIGCHLD, SIG_DFL);
    /* a limit can't be given to a child alone */
    getrlimit(RLIMIT_NOFILE, &ours);
    setrlimit(RLIMIT_NOFILE, &heritage->files);
    int error = spawn(ret, argv, heritage);

    setrlimit(RLIMIT_NOFILE, &ours);
    return error;
}

/* As the first process of a container we inherit orphans, too. */
static void reap(struct child *c)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid != c->pid)
            continue;
        c->pid = 0;
        c->status = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SIGNALLED + WTERMSIG(status);
    }
}

bool child_heed(struct child *c, int signals)
{
    struct signalfd_siginfo info;

    while (c->pid != 0 && read(signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            reap(c);
        else if (info.ssi_code <= 0) /* what a terminal sends, the child has had as well */
            kill(c->pid, (int) info.ssi_signo);
    }
    return c->pid == 0;
}
