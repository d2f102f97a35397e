/* SPDX-License-Identifier: MIT */
/* A receiver of webhooks in the test's process, which answers when the test tells it to. */
#ifndef SUPPORT_RECEIVER_H
#define SUPPORT_RECEIVER_H

#include <stdbool.h>

struct receiver {
    int fd; /* listens */
    char url[64];
};

/* A request that was received and not answered yet. */
struct delivery_request {
    int fd;
    char text[20000]; /* head and body */
    const char *body; /* points into text */
};

void receiver_open(struct receiver *r);
void receiver_close(struct receiver *r);

/* Waits for the next request and reads it. */
void receiver_take(struct receiver *r, struct delivery_request *ret);

/* Whether no request arrives within so many milliseconds. */
bool receiver_is_quiet(struct receiver *r, int millis);

/* Answers with a status and more header lines, each ending in CRLF; 0 closes the connection instead. */
void receiver_answer(struct delivery_request *request, int status, const char *more);

/* A header's value in a request, valid until the next call; "" when it has none. */
const char *delivery_header(const struct delivery_request *request, const char *name);

#endif
