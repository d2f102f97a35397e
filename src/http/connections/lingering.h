/* SPDX-License-Identifier: MIT */
/*
 * Closing slowly (RFC 9112 9.6). If a socket is closed while bytes of the client are unread, the kernel
 * sends RST, and the client may lose an answer that it had not read. So the answer is followed by FIN,
 * and what arrives is read and discarded until the client closes, for a limited time.
 */
#ifndef HTTP_LINGERING_H
#define HTTP_LINGERING_H

#include "connections/connection.h"

/* The library will close the connection; its socket is kept open until the client has closed. */
void lingering_begin(struct connection *c);

/* Closes those whose time is over. */
void lingering_close_late(struct server *s);

/* When the next one is over (monotonic ms); INT64_MAX without any. */
int64_t lingering_deadline(const struct server *s);

/* Closes all. */
void lingering_close_all(struct server *s);

#endif
