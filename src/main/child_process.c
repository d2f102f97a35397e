/* SPDX-License-Identifier: MIT */
/* Starting a child, forwarding signals to it, and reaping it. */
#include "child_process.h"

#include <spawn.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_SIGNALLED 128

struct process_attributes process_attributes_now(void)
{
    struct process_attributes attributes;
    struct sigaction pipe;

    sigprocmask(SIG_BLOCK, NULL, &attributes.blocked);
    sigaction(SIGPIPE, NULL, &pipe);
    attributes.default_pipe = pipe.sa_handler == SIG_DFL;
    getrlimit(RLIMIT_NOFILE, &attributes.files);
    return attributes;
}

static int spawn_child(struct child *ret, char **argv, const struct process_attributes *attributes)
{
    posix_spawnattr_t spawn_attributes;
    sigset_t defaults;

    sigemptyset(&defaults);
    if (attributes->default_pipe)
        sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_init(&spawn_attributes);
    posix_spawnattr_setsigdefault(&spawn_attributes, &defaults);
    posix_spawnattr_setsigmask(&spawn_attributes, &attributes->blocked);
    posix_spawnattr_setflags(&spawn_attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawnp(&ret->pid, *argv, NULL, &spawn_attributes, argv, environ);

    posix_spawnattr_destroy(&spawn_attributes);
    return error;
}

int child_start(struct child *ret, char **argv, const struct process_attributes *attributes)
{
    struct rlimit ours;

    /* if it was ignored, waitpid would find no status */
    signal(SIGCHLD, SIG_DFL);
    /* posix_spawn can't set a limit for the child alone */
    getrlimit(RLIMIT_NOFILE, &ours);
    setrlimit(RLIMIT_NOFILE, &attributes->files);
    int error = spawn_child(ret, argv, attributes);

    setrlimit(RLIMIT_NOFILE, &ours);
    return error;
}

/* Waits for any child: the first process of a container also inherits orphans. */
static void reap_children(struct child *c)
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

bool child_handle_signals(struct child *c, int signals)
{
    struct signalfd_siginfo info;

    while (c->pid != 0 && read(signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            reap_children(c);
        else if (info.ssi_code <= 0) /* signals of a terminal reach the child by themselves */
            kill(c->pid, (int) info.ssi_signo);
    }
    return c->pid == 0;
}
