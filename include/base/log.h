/* SPDX-License-Identifier: MIT */
/*
 * The log: lines on stderr, buffered and written once per iteration of the main loop. Nothing here blocks,
 * whoever reads stderr or doesn't.
 * Unsafe characters of values are replaced here, so that no client can forge a line.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_style { LOG_TEXT, LOG_JSON };

void log_style_set(enum log_style style);

/* A line: begin, add pairs, end. Values are truncated to LOG_VALUE_MOST bytes. */
#define LOG_VALUE_MOST 300
void log_begin(void);
void log_pair(const char *key, const char *value);
void log_number(const char *key, int64_t value);
void log_end(void);

/* A line with one message for the operator. */
void log_message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A line of the form "sandgate: SENTENCE", in either style: why the program ends. */
void log_sentence(const char *sentence);

/* Writes what stderr takes without blocking. Lines that don't fit into the buffer are dropped. */
void log_flush(void);

/* Whether lines are left because stderr took no more: log_flush is due when it is writable again. */
bool log_is_blocked(void);

/* Flushes at the end of the program; waits for a reader who is late, but not for one who reads nothing. */
void log_finish(void);

/* How many lines were dropped since the start. */
uint64_t log_dropped(void);

#endif
