/* SPDX-License-Identifier: MIT */
/* A connection for raw bytes, plain or by TLS. Whatever arrives while bytes are sent is kept. */
#ifndef HTTP_WIRE_H
#define HTTP_WIRE_H

#include "base/text.h"
#include "support/program.h"

#include <stdbool.h>

struct wire {
    void *curl; /* opened the connection, and speaks TLS */
    struct text received;
    bool closed; /* by the other side */
    bool silent; /* it neither sent nor closed for so long that it hangs */
};

/* By TLS if the program has a certificate. A failure to connect fails the test. */
void wire_open(struct wire *w, const struct program *p, struct arena *arena);
void wire_close(struct wire *w);

/* Sends all, or until the other side has closed. */
void wire_send(struct wire *w, const char *bytes, size_t length);

/* Waits for more bytes. False: the connection is closed or silent. */
bool wire_read(struct wire *w);

#endif
