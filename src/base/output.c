/* SPDX-License-Identifier: MIT */
/*
 * Writing without blocking to descriptors that the program shares with its parent and its child. Start reading
 * at output_try.
 *
 * O_NONBLOCK belongs to the open file, so setting it would change the descriptors of the others too. Opening
 * /proc/self/fd/2 anew fails for sockets, and for the pipe of another user. Instead try_blocking asks poll first.
 * A pipe that is ready takes PIPE_BUF bytes at once, unless another writer fills it in between; terminals and
 * sockets may be ready for less than that. Then write would block, and a timer interrupts it. This works for
 * every kind of descriptor.
 */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define INTERRUPT_MICROS 1000
#define WAIT_MILLIS 200

void output_open_standard(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        /* open takes the lowest free number; for reading only, so that lost output is an error */
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
            return;
    }
}

/* Only interrupts: with SIG_IGN or SIG_DFL the signal would not. */
static void on_alarm(int signal)
{
    (void) signal;
}

static void catch_alarm(void)
{
    static bool caught;
    struct sigaction action = {.sa_handler = on_alarm}; /* no SA_RESTART */
    sigset_t alarm;

    if (caught)
        return;
    sigaction(SIGALRM, &action, NULL);
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &alarm, NULL);
    caught = true;
}

/* Repeats, because the first signal may come before write has begun to wait. 0 ends it. */
static void interrupt_every(suseconds_t micros)
{
    const struct timeval interval = {.tv_usec = micros};

    setitimer(ITIMER_REAL, &(struct itimerval){interval, interval}, NULL);
}

/* A file and /dev/null never keep a writer waiting. What fd is doesn't change while the program runs. */
static bool may_block(int fd)
{
    static int known = -1;
    static bool ret;
    struct stat status;

    if (fd == known)
        return ret;
    known = fd;
    ret = fstat(fd, &status) != 0 ||
          !(S_ISREG(status.st_mode) || (S_ISCHR(status.st_mode) && !isatty(fd)));
    return ret;
}

static ssize_t try_blocking(int fd, const char *bytes, size_t length)
{
    struct pollfd writable = {.fd = fd, .events = POLLOUT};

    if (poll(&writable, 1, 0) == 0)
        return 0;
    catch_alarm();
    interrupt_every(INTERRUPT_MICROS);
    ssize_t written = write(fd, bytes, length < PIPE_BUF ? length : PIPE_BUF);
    int error = errno;

    interrupt_every(0);
    if (written >= 0)
        return written;
    return error == EINTR || error == EAGAIN ? 0 : -error;
}

ssize_t output_try(int fd, const char *bytes, size_t length)
{
    if (may_block(fd))
        return try_blocking(fd, bytes, length);
    ssize_t written = write(fd, bytes, length);

    return written >= 0 ? written : -errno;
}

bool output_wait(int fd)
{
    struct pollfd writable = {.fd = fd, .events = POLLOUT};

    return poll(&writable, 1, WAIT_MILLIS) > 0;
}

void output_line(int fd, const char *line)
{
    size_t length = strlen(line);
    size_t written = 0;

    do {
        ssize_t n = output_try(fd, line + written, length - written);

        if (n < 0)
            return;
        written += (size_t) n;
    } while (written < length && output_wait(fd));
}
