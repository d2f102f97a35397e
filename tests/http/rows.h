/* SPDX-License-Identifier: MIT */
/*
 * Rows: what a client sends, byte by byte, and what must come back. They are read from the files *.rows:
 *
 *     case a field name is a token          starts a case
 *       rule RFC 9110 5.1                    the section that requires it, or "choice: why" where it leaves a choice
 *       > GET /multi/identities HTTP/1.1     a line, sent with CRLF
 *       > Host: localhost
 *       > <>                                 replaced by the text of each `with`
 *       >
 *       => 400 closed                        the statuses of all answers, and what becomes of the connection
 *       says header                          what the last answer must have
 *       with a space | X Invalid: y          a row for each: its name, and its text
 *       with a bell | X<07>Invalid: y
 *
 * Sent: `> TEXT` adds CRLF, `>> TEXT` adds nothing, `body TEXT` adds a Content-Length, an empty line and the text.
 * `define NAME` … `do NAME` is a block of such lines.
 *
 * Bytes: <CR> <LF> <TAB> <SP> <NUL> and <E9> (hexadecimal) are bytes, <4000*a> repeats a text, and <HOST> is the
 * address of the server.
 *
 * Answers: `200`, `400|505` for either, `head:200` for the answer to a HEAD. At the end stands
 *   open    the connection takes a further request
 *   closed  it is closed, and nothing that was sent behind is answered
 *   either  open or closed
 *
 * Checks of the last answer: `says TEXT` (its sandgate-reason), `header NAME VALUE` (part of it), `absent NAME`,
 * `contains TEXT` and `lacks TEXT` (its body), `journal TEXT` (its record in the journal).
 *
 * How it is sent: `wait` stands where the client waits for an answer before it goes on, `slowly` also sends the row
 * byte by byte, and `tls` also by TLS. With `continue` a 100 may come, or not (RFC 9110 10.1.1).
 */
#ifndef HTTP_ROWS_H
#define HTTP_ROWS_H

#include "base/list.h"
#include "base/text.h"

#define ANSWERS_MOST 32
#define STATUSES_MOST 4

struct expected {
    int statuses[STATUSES_MOST]; /* any of them */
    size_t count;
    bool head; /* to a HEAD: without a body */
};

struct check {
    const char *kind; /* the word that begins its line */
    const char *rest;
};

struct row_case {
    const char *where; /* FILE:LINE */
    const char *title;
    const char *rule;
    struct list sent; /* of const char *: the lines that say what is sent */
    struct expected answers[ANSWERS_MOST];
    size_t answers_count;
    enum fate { IS_OPEN, IS_CLOSED, IS_EITHER } fate; /* of the connection */
    bool slowly;
    bool tls;
    bool may_continue;
    struct list checks; /* of struct check */
};

struct row {
    const struct row_case *row_case;
    const char *name; /* "" if it is the only row of its case */
    const char *with;
};

struct rows {
    struct arena arena;
    struct list blocks; /* of struct row_case *; shared by all files */
    struct list items;  /* of struct row */
};

/* Reads a file. A mistake in it ends the program with a message. */
void rows_read(struct rows *rows, const char *path);
void rows_free(struct rows *rows);

const struct row *rows_at(const struct rows *rows, size_t i);

/*
 * The bytes that a row sends to a server at `host`, "ADDRESS:PORT". `ret_wait` of them are sent before the client
 * waits for an answer; all, if it doesn't wait.
 */
struct text row_bytes(const struct row *row, const char *host, struct arena *arena,
                      size_t *ret_wait);

#endif
