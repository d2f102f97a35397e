/* SPDX-License-Identifier: MIT */
/* A receiver of webhooks: it listens in the test's own process and answers when it is told to. */
#ifndef SUPPORT_RECEIVER_H
#define SUPPORT_RECEIVER_H

#include <stdbool.h>

struct receiver {
    int fd; /* listens */
    char url[64];
};

/* A request that came in, still without an answer. */
struct delivery_request {
    int fd;
    char text[20000]; /* head and body as they came */
    const char *body; /* in it */
};

void receiver_open(struct receiver *r);
void receiver_close(struct receiver *r);

/* Waits for the next request and reads it. */
void receiver_take(struct receiver *r, struct delivery_request *ret);

/* Whether none comes within so many ms. */
bool receiver_is_quiet(struct receiver *r, int millis);

/* Answers with a status and more header lines, each ended by CRLF; 0 hangs up instead. */
void receiver_answer(struct delivery_request *request, int status, const char *more);

/* A header's value in a request, valid until the next call; "" when it has none. */
const char *delivery_header(const struct delivery_request *request, const char *name);

#endif
