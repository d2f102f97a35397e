/* SPDX-License-Identifier: MIT */
/* A row that runs, and the checks of what came back. */
#ifndef HTTP_RUN_H
#define HTTP_RUN_H

#include "answers.h"
#include "rows.h"
#include "wire.h"

struct run {
    const struct row *row;
    const struct row_case *row_case;
    struct arena *arena;
    struct text bytes;
    size_t wait; /* bytes before the client waits for an answer */
    struct wire *wire;
    struct message messages[ANSWERS_MOST + 2]; /* what has been answered */
    size_t count;
    size_t used; /* bytes of the messages */
    bool probed; /* the last request, which no row has, was sent */
};

/* Fails the test unless `good`. The message shows what was sent and received. */
void run_require(const struct run *run, bool good, const char *why);

/* Reads the answers that have arrived completely. */
void run_read_messages(struct run *run);

/* Whether the row has that text. */
bool run_sends(const struct run *run, const char *text);

/* Checks all answers: their number, their statuses, what every answer has, and what the row says of the last. */
void run_check_answers(const struct run *run);

/* Checks that every refusal has a record in the text of the journals, and the last answer's record. */
void run_check_records(const struct run *run, const char *journals);

#endif
