/* SPDX-License-Identifier: MIT */
/*
 * The log: lines on stderr, buffered and written once per iteration of the main loop.
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

/* Writes the buffer. With a full disk or a closed stderr the lines are lost, but requests go on. */
void log_flush(void);

#endif
