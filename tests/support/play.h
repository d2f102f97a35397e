/* SPDX-License-Identifier: MIT */
/*
 * Plays: test cases as data. A file holds cases, each a number of tests/cases, a title and
 * steps; docs/contributing.md lists the steps. Every case acts in a realm of its own whose clock
 * stands still.
 */
#ifndef SUPPORT_PLAY_H
#define SUPPORT_PLAY_H
#include "world.h"

#define LINE_MOST 4096

struct play_line {
    int number;
    const char *text;
};

struct play_case {
    const char *file;
    const char *source; /* "auth", "identities" … or "own" for what has no number */
    const char *number;
    const char *title;
    const struct play_line *lines;
    size_t count;
};

/* All cases of the files, with their defined blocks. Lives until plays_free. */
struct plays {
    struct arena arena;
    struct list cases;  /* struct play_case */
    struct list blocks; /* struct play_case whose title is the block's name */
};

/* Reads a file; ends the program with a message when it is no play. */
void plays_read(struct plays *p, const char *path);
void plays_free(struct plays *p);

/* Runs a case; false with what went wrong, and where, in `error`. */
bool play_run(struct world *w, const struct plays *p, const struct play_case *c, char *error,
              size_t error_size);

#endif
