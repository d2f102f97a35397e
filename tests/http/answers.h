/* SPDX-License-Identifier: MIT */
/* The answers in the bytes that a server sent (RFC 9112 4 and 6). */
#ifndef HTTP_ANSWERS_H
#define HTTP_ANSWERS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct message {
    int status;
    const char *head; /* the status line and the fields, with the empty line */
    size_t head_length;
    struct text body; /* without the framing of chunks */
};

/*
 * Reads the answer at `bytes` and returns its length, framing included; 0 if more bytes are needed. `head`: it
 * answers a HEAD. If it is malformed, `ret_error` says how; the length is then 0, too.
 */
size_t message_read(const char *bytes, size_t length, bool head, struct arena *arena,
                    struct message *ret, const char **ret_error);

/* The number of fields of that name; `ret_value` is the last one's value. */
size_t message_field(const struct message *m, const char *name, struct arena *arena,
                     const char **ret_value);

#endif
