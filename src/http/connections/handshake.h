/* SPDX-License-Identifier: MIT */
/*
 * TLS handshakes. While a handshake waits for bytes, the library calls GnuTLS again and again, without a
 * pause (0.9.75, and 1.0.1). So we give GnuTLS our own function to receive bytes, see that there are none,
 * and suspend the connection until there are.
 */
#ifndef HTTP_HANDSHAKE_H
#define HTTP_HANDSHAKE_H

#include "connections/connection.h"

/* TLS 1.2 is the least. */
#define HANDSHAKE_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/* Of a new connection; nothing without TLS. */
void handshake_begin(struct connection *c);

/* Of a connection that ends: logs why the handshake has failed, if it has. */
void handshake_end(struct connection *c);

/*
 * After the library has run: suspends the connections that wait. Those that wait too long, and all when the
 * gateway stops, are resumed to be closed.
 */
void handshakes_suspend(struct server *s);

/* When the next one waits too long (monotonic ms); INT64_MAX without any. */
int64_t handshakes_deadline(const struct server *s);

#endif
