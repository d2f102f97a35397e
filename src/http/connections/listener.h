/* SPDX-License-Identifier: MIT */
/*
 * Listening sockets. The server accepts connections itself, because the library listens on one socket
 * only, and "localhost" has two.
 */
#ifndef HTTP_LISTENER_H
#define HTTP_LISTENER_H

#include "connections/connection.h"

/* Watches the sockets, which are `s->listeners`. */
void listeners_begin(struct server *s);

/* Watches them again, a while after there were too many connections or too few descriptors. */
void listeners_resume(struct server *s);

/* Closes the sockets; the kernel ends the watches. */
void listeners_close(struct server *s);

#endif
