/* SPDX-License-Identifier: MIT */
/* The epoll descriptor of what the library doesn't watch. */
#include "connections/watch.h"

#include <stddef.h>
#include <sys/epoll.h>

#define READY_MOST 64 /* in one run; the rest is found by the next */

int watch_open(void)
{
    return epoll_create1(EPOLL_CLOEXEC);
}

bool watch_begin(int epoll, struct watch *watch, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = watch};

    return epoll_ctl(epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0;
}

void watch_end(int epoll, struct watch *watch)
{
    epoll_ctl(epoll, EPOLL_CTL_DEL, watch->fd, NULL);
}

void watch_run(int epoll)
{
    struct epoll_event ready[READY_MOST];
    int count = epoll_wait(epoll, ready, READY_MOST, 0);

    for (int i = 0; i < count; i++) {
        struct watch *watch = ready[i].data.ptr;

        watch->wake(watch);
    }
}
