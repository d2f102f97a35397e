/* SPDX-License-Identifier: MIT */
/* Writing to stdout, stderr and --ready-fd, which other programs read or not: never blocks on them. */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Opens /dev/null in place of stdin, stdout and stderr if the program was started without them. Otherwise a
 * database or a connection would get their number, and with it the log. Writing to it fails.
 */
void output_open_standard(void);

/*
 * Writes at most PIPE_BUF bytes. Returns how many, which for a pipe is all or none; 0 if the descriptor takes
 * nothing at the moment; a negative errno if it is closed or full.
 */
ssize_t output_try(int fd, const char *bytes, size_t length);

/* Waits until output_try can succeed, at most 200 ms: for a reader that is only late. False: it can't. */
bool output_wait(int fd);

/* Writes a short line. It is lost if nobody reads it and the descriptor takes no more. */
void output_line(int fd, const char *line);

#endif
