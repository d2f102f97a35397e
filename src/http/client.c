/* SPDX-License-Identifier: MIT */
/* Sends one request, and reads the status line of the answer. */
#include "http/client.h"

#include "base/clock.h"
#include "http/address.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define STATUS_AT strlen("HTTP/1.1 ")
#define STATUS_END strlen("HTTP/1.1 200")

bool client_parse_url(const char *url, struct client_target *ret)
{
    size_t scheme = strcspn(url, ":");

    *ret = (struct client_target){.secure = scheme == strlen("https")};
    if (strncasecmp(url, ret->secure ? "https://" : "http://", scheme + 3) != 0)
        return false;
    url += scheme + 3;
    size_t length = strcspn(url, "/?#");

    if (length == 0 || length >= sizeof ret->authority)
        return false;
    snprintf(ret->authority, sizeof ret->authority, "%.*s", (int) length, url);
    bool has_port = url[length - 1] != ']' && strchr(ret->authority, ':') != NULL;

    snprintf(ret->address, sizeof ret->address, "%s%s", ret->authority,
             has_port      ? ""
             : ret->secure ? ":443"
                           : ":80");
    ret->path = url + length;
    ret->path_length = (int) strcspn(ret->path, "?#");
    while (ret->path_length > 0 && ret->path[ret->path_length - 1] == '/')
        ret->path_length--;
    return address_is_valid(ret->address);
}

/* Sets the time that is left as the socket's timeout; false when none is. */
static bool set_timeout(int fd, int64_t deadline)
{
    int64_t left = deadline - clock_monotonic();
    const struct timeval time = {.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};

    errno = EAGAIN;
    return left > 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) == 0 &&
           setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time) == 0;
}

static bool send_request(int fd, const struct client_target *to, const char *path)
{
    char request[2000];
    int length = snprintf(request, sizeof request,
                          "GET %.*s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
                          to->path_length, to->path, path, to->authority);

    errno = EMSGSIZE;
    return length < (int) sizeof request && send(fd, request, (size_t) length, MSG_NOSIGNAL) > 0;
}

/* The status of "HTTP/1.1 200"; 0 if that isn't HTTP, -1 if nothing comes in time. */
static int receive_status(int fd, int64_t deadline)
{
    char line[64] = "";
    size_t length = 0;
    ssize_t n = 1;

    while (length < STATUS_END && n > 0) {
        n = set_timeout(fd, deadline) ? recv(fd, line + length, STATUS_END - length, 0) : -1;
        length += n > 0 ? (size_t) n : 0;
    }
    if (n < 0)
        return -1;
    return strncmp(line, "HTTP/1.", strlen("HTTP/1.")) == 0
               ? (int) strtol(line + STATUS_AT, NULL, 10)
               : 0;
}

/* A socket, or -1 with errno set. */
static int connect_to(const struct addrinfo *at, int64_t deadline)
{
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || (set_timeout(fd, deadline) && connect(fd, at->ai_addr, at->ai_addrlen) == 0))
        return fd;
    int saved = errno;

    close(fd);
    errno = saved;
    return -1;
}

static int request_status(int fd, const struct client_target *to, const char *path,
                          int64_t deadline)
{
    int status = fd >= 0 && send_request(fd, to, path) ? receive_status(fd, deadline) : -1;
    int saved = errno;

    if (fd >= 0)
        close(fd);
    errno = saved;
    return status;
}

static const char *reason(int status)
{
    if (status == 0)
        return "the answer is not HTTP";
    /* EINPROGRESS: connect ran out of time */
    return errno == EAGAIN || errno == EINPROGRESS ? "no answer in time" : strerror(errno);
}

int client_status(const struct client_target *to, const char *path, int64_t deadline, char *error,
                  size_t error_size)
{
    struct addrinfo *found = address_resolve(to->address, error, error_size);
    int status = -1;

    /* "localhost" often has two addresses, of which only one is listened on */
    for (const struct addrinfo *at = found; at != NULL && status <= 0; at = at->ai_next) {
        status = request_status(connect_to(at, deadline), to, path, deadline);
        if (status <= 0)
            snprintf(error, error_size, "%s", reason(status));
    }
    if (found != NULL)
        freeaddrinfo(found);
    return status > 0 ? status : -1;
}
