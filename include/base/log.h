/* SPDX-License-Identifier: MIT */
/*
 * The log: whole lines on stderr, gathered and written once a turn of the loop.
 * Values are escaped here, so that no client can forge a line.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_style { LOG_TEXT, LOG_JSON };

void log_style_set(enum log_style style);

/* A line is begun, given its pairs, and ended. A value is cut after LOG_VALUE_MOST bytes. */
#define LOG_VALUE_MOST 300
void log_begin(void);
void log_pair(const char *key, const char *value);
void log_number(const char *key, int64_t value);
void log_end(void);

/* A line of one message: what the operator should know. */
void log_message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes what was gathered. A full disk or a closed stderr loses lines, never requests. */
void log_flush(void);

#endif
