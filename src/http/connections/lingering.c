/* SPDX-License-Identifier: MIT */
/* Sockets that wait until their client has closed, too. */
#include "connections/lingering.h"

#include "base/clock.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINGER_MILLIS 2000
#define LINGERING_MOST 1000
#define READ_MOST ((size_t) 16 << 20)

struct lingering {
    struct watch watch;
    struct server *server;
    TAILQ_ENTRY(lingering) entry;
    int64_t until;
    size_t read; /* bytes that were discarded */
};

static void end(struct lingering *l)
{
    struct server *s = l->server;

    TAILQ_REMOVE(&s->lingering, l, entry);
    s->lingering_count--;
    watch_end(s->epoll, &l->watch);
    close(l->watch.fd);
    free(l);
}

static void discard(struct watch *watch)
{
    struct lingering *l = (struct lingering *) watch;
    char bytes[16384];
    ssize_t length = recv(l->watch.fd, bytes, sizeof bytes, MSG_DONTWAIT);

    l->read += length > 0 ? (size_t) length : 0;
    if (length == 0 || l->read > READ_MOST || (length < 0 && errno != EAGAIN && errno != EINTR))
        end(l);
}

/* A copy of the descriptor keeps the connection open when the library closes its own. */
void lingering_begin(struct connection *c)
{
    struct server *s = c->server;
    int fd = s->lingering_count < LINGERING_MOST ? fcntl(c->watch.fd, F_DUPFD_CLOEXEC, 0) : -1;

    if (fd < 0)
        return;
    struct lingering *l = memory_zeroed(1, sizeof *l);

    *l = (struct lingering){
        .watch = {fd, discard}, .server = s, .until = clock_monotonic() + LINGER_MILLIS};
    TAILQ_INSERT_TAIL(&s->lingering, l, entry);
    s->lingering_count++;
    watch_begin(s->epoll, &l->watch, EPOLLIN | EPOLLRDHUP);
}

static void close_until(struct server *s, int64_t time)
{
    struct lingering *next;

    for (struct lingering *l = TAILQ_FIRST(&s->lingering); l != NULL && l->until <= time;
         l = next) {
        next = TAILQ_NEXT(l, entry);
        end(l);
    }
}

void lingering_close_late(struct server *s)
{
    if (!TAILQ_EMPTY(&s->lingering))
        close_until(s, clock_monotonic());
}

void lingering_close_all(struct server *s)
{
    close_until(s, INT64_MAX);
}

int64_t lingering_deadline(const struct server *s)
{
    return TAILQ_EMPTY(&s->lingering) ? INT64_MAX : TAILQ_FIRST(&s->lingering)->until;
}
