/* SPDX-License-Identifier: MIT */
/*
 * Plays: test cases as data. A file has cases, each with its number in tests/cases, a title and steps;
 * docs/contributing.md lists the steps. Every case runs in a realm of its own whose clock is frozen.
 */
#ifndef SUPPORT_PLAY_H
#define SUPPORT_PLAY_H

#include "world.h"

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

/* The cases of all files that were read, and the blocks that they define. Freed by plays_free. */
struct plays {
    struct arena arena;
    struct list cases;  /* struct play_case */
    struct list blocks; /* struct play_case whose title is the block's name */
};

/* Adds the cases of a file; exits with a message if it isn't a play. */
void plays_read(struct plays *p, const char *path);
void plays_free(struct plays *p);

/* Runs a case; false with the reason and the line in `error`. */
bool play_run(struct world *w, const struct plays *p, const struct play_case *c, char *error,
              size_t error_size);

#endif
