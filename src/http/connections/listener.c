/* SPDX-License-Identifier: MIT */
/* Accepting connections. */
#include "connections/listener.h"

#include "base/clock.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ACCEPTED_MOST 16 /* at once; requests are served in between */

#define PAUSE_MILLIS 100

/* The next connections wait in the kernel's queue. */
static void pause_all(struct server *s)
{
    for (size_t i = 0; i < s->listeners_count && s->accept_again == 0; i++)
        watch_end(s->epoll, &s->listeners[i].watch);
    s->accept_again = clock_monotonic() + PAUSE_MILLIS;
}

/* Whether another may follow. */
static bool accept_one(struct listener *l)
{
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    struct sockaddr *address = (struct sockaddr *) &from;
    int fd = accept4(l->watch.fd, address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0)
        return MHD_add_connection(l->server->daemon, fd, address, length) == MHD_YES;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
        pause_all(l->server);
    return errno == ECONNABORTED || errno == EINTR;
}

static void accept_some(struct watch *watch)
{
    struct listener *l = (struct listener *) watch;
    int left = ACCEPTED_MOST;

    while (left > 0 && l->server->connections_count < CONNECTIONS_MOST && accept_one(l))
        left--;
    if (l->server->connections_count >= CONNECTIONS_MOST)
        pause_all(l->server);
}

static void watch_all(struct server *s)
{
    for (size_t i = 0; i < s->listeners_count; i++)
        watch_begin(s->epoll, &s->listeners[i].watch, EPOLLIN);
}

void listeners_begin(struct server *s)
{
    for (size_t i = 0; i < s->listeners_count; i++) {
        s->listeners[i].watch.wake = accept_some;
        s->listeners[i].server = s;
    }
    watch_all(s);
}

void listeners_resume(struct server *s)
{
    if (s->accept_again == 0 || clock_monotonic() < s->accept_again)
        return;
    s->accept_again = 0;
    watch_all(s);
}

void listeners_close(struct server *s)
{
    for (size_t i = 0; i < s->listeners_count; i++)
        close(s->listeners[i].watch.fd);
    s->listeners_count = 0;
}
