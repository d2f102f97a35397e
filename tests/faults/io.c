/* SPDX-License-Identifier: MIT */
/* The functions of the C library, with a count before each. */
#include "io.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static size_t left;     /* calls until one fails; 0: none fails */
static bool stays_full; /* once that has failed, writes go on to fail */
static bool is_full;

size_t io_fail_at(size_t n, bool full)
{
    size_t before = left;

    left = n;
    stays_full = full;
    is_full = false;
    return before;
}

/* Whether this call fails; then errno is set. */
static bool fails(int error)
{
    if (left == 0 || --left > 0)
        return false;
    is_full = stays_full;
    errno = stays_full ? ENOSPC : error;
    return true;
}

static bool write_fails(void)
{
    if (!is_full)
        return fails(ENOSPC);
    errno = ENOSPC;
    return true;
}

/* The function behind ours: the sanitizer's, or the C library's. */
static void find_real(void *ret, const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);

    if (symbol == NULL)
        abort();
    memcpy(ret, &symbol, sizeof symbol);
}

/* Defines a function that fails under a condition, else calls the real one. */
#define SHIM(type, name, parameters, arguments, condition)                                         \
    type name parameters;                                                                          \
    type name parameters                                                                           \
    {                                                                                              \
        static type(*real) parameters;                                                             \
                                                                                                   \
        if (real == NULL)                                                                          \
            find_real(&real, #name);                                                               \
        return (condition) ? -1 : real arguments;                                                  \
    }

SHIM(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size), fails(EIO))
SHIM(ssize_t, pread64, (int fd, void *bytes, size_t size, off64_t at), (fd, bytes, size, at),
     fails(EIO))
SHIM(ssize_t, pwrite64, (int fd, const void *bytes, size_t size, off64_t at), (fd, bytes, size, at),
     write_fails())
SHIM(int, fdatasync, (int fd), (fd), fails(EIO))
SHIM(int, fsync, (int fd), (fd), fails(EIO))
SHIM(int, ftruncate64, (int fd, off64_t size), (fd, size), fails(EIO))
SHIM(int, unlink, (const char *path), (path), fails(EACCES))
SHIM(int, socket, (int domain, int type, int protocol), (domain, type, protocol), fails(EMFILE))
SHIM(int, connect, (int fd, __CONST_SOCKADDR_ARG address, socklen_t length), (fd, address, length),
     fails(ECONNREFUSED))
SHIM(ssize_t, send, (int fd, const void *bytes, size_t size, int flags), (fd, bytes, size, flags),
     fails(EPIPE))
SHIM(ssize_t, recv, (int fd, void *bytes, size_t size, int flags), (fd, bytes, size, flags),
     fails(ECONNRESET))

/* Its mode is there only if it may create a file. */
int open64(const char *path, int flags, ...)
{
    static int (*real)(const char *, int, ...);
    va_list more;

    va_start(more, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (real == NULL)
        find_real(&real, "open64");
    return fails(EMFILE) ? -1 : real(path, flags, mode);
}
