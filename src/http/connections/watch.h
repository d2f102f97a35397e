/* SPDX-License-Identifier: MIT */
/*
 * Descriptors that the server waits for itself, because the library doesn't: listening sockets, suspended
 * connections, and connections that are closed slowly.
 */
#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H

#include <stdbool.h>
#include <stdint.h>

/* A member of the object that waits; it must stay where it is while it is watched. */
struct watch {
    int fd;
    /* May end this watch and free its object, but no other. */
    void (*wake)(struct watch *watch);
};

/* An epoll descriptor, or -1. */
int watch_open(void);

/* Wakes the watch whenever one of the events (EPOLLIN …) is there. False if the kernel has no memory. */
bool watch_begin(int epoll, struct watch *watch, uint32_t events);

void watch_end(int epoll, struct watch *watch);

/* Wakes those that are ready. */
void watch_run(int epoll);

#endif
