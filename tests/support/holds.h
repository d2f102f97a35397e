/* SPDX-License-Identifier: MIT */
/* A check outside of Check: in a fuzz target, or in a process of a test's own. */
#ifndef SUPPORT_HOLDS_H
#define SUPPORT_HOLDS_H

#include <stdio.h>
#include <stdlib.h>

/* Ends the process unless `condition` holds; the rest of the arguments say more, as for printf. */
#define HOLDS(condition, ...)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s: ", __FILE__, __LINE__, #condition);         \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
