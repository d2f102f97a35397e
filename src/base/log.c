/* SPDX-License-Identifier: MIT */
/*
 * The log. Its style and buffer are global to the process.
 *
 * Lines are collected in a buffer and written by log_flush, without blocking (output.c). If stderr takes no
 * more, they stay in the buffer; when that is full, further lines are dropped until it has been written
 * completely. Then one line says how many were dropped. Lines that can't be written at all, because stderr is
 * closed or its disk is full, are dropped at once.
 */
#include "base/log.h"

#include "base/digits.h"
#include "base/output.h"

#include <assert.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MOST                                                                                  \
    PIPE_BUF /* so that a pipe takes a line as a whole; fits a dozen of the longest values */

/* The longest key; its length isn't counted each time. */
#define KEY_MOST 16

static struct {
    enum log_style style;
    bool first;        /* the next pair is the first of its line */
    bool dropping;     /* the line is dropped, as are all until the buffer is empty */
    bool blocked;      /* stderr took nothing at the last attempt */
    bool begun;        /* the buffer begins with the rest of a line */
    uint64_t dropped;  /* lines since the start */
    uint64_t reported; /* of these, those that a line has announced */
    uint64_t
        announced; /* `reported` as of the line at the beginning of the buffer; 0: there is none */
    size_t line;   /* where the last line begins */
    size_t length;
    char bytes[65536];
} out;

void log_style_set(enum log_style style)
{
    out.style = style;
}

/* log_begin has made room for a line; anything beyond that, but its end, is left out. */
static bool has_room(size_t length)
{
    return !out.dropping && length <= out.line + LINE_MOST - strlen("}\n") - out.length;
}

static void add(const char *bytes, size_t length)
{
    if (!has_room(length))
        return;
    memcpy(out.bytes + out.length, bytes, length);
    out.length += length;
}

static void begin_line(void)
{
    out.first = true;
    out.line = out.length;
    add("{", out.style == LOG_JSON);
}

/* Adds the line that says how many were dropped; false if none were since the last one. */
static bool add_dropped(void)
{
    if (out.dropped == out.reported)
        return false;
    out.dropping = false;
    begin_line();
    log_pair("message", "log lines were dropped: stderr could not take them");
    log_number("dropped", (int64_t) (out.dropped - out.reported));
    log_end();
    out.announced = out.dropped;
    return true;
}

void log_begin(void)
{
    if (sizeof out.bytes - out.length < LINE_MOST)
        log_flush();
    if (out.length == 0)
        add_dropped();
    out.dropping = out.dropping || sizeof out.bytes - out.length < LINE_MOST;
    begin_line();
}

/*
 * Begins a pair whose value needs `most` bytes; NULL if the line is dropped or has no room for that. Bytes are
 * stored one by one here and below: a pair has several parts, and each is shorter than a call.
 */
static char *begin_pair(const char *key, size_t most)
{
    bool json = out.style == LOG_JSON;
    char *to = out.bytes + out.length;

    assert(strlen(key) <= KEY_MOST);
    if (!has_room(KEY_MOST + most + strlen(",\"\":")))
        return NULL;
    if (!out.first)
        *to++ = json ? ',' : ' ';
    out.first = false;
    if (json)
        *to++ = '"';
    while (*key != '\0')
        *to++ = *key++;
    if (json)
        *to++ = '"';
    *to++ = json ? ':' : '=';
    return to;
}

static void end_pair(const char *to)
{
    out.length = (size_t) (to - out.bytes);
}

/* Shows as '?' what could end a value or a line. */
static char sanitize(char c)
{
    return (char) (c < 0x20 || c >= 0x7f || c == '"' || c == '\\' ? '?' : c);
}

/* A value with a space is quoted. */
void log_pair(const char *key, const char *value)
{
    size_t length = strnlen(value, LOG_VALUE_MOST);
    bool quoted = out.style == LOG_JSON || length == 0 || memchr(value, ' ', length) != NULL;
    char *to = begin_pair(key, length + strlen("\"\""));

    if (to == NULL)
        return;
    if (quoted)
        *to++ = '"';
    for (size_t i = 0; i < length; i++)
        *to++ = sanitize(value[i]);
    if (quoted)
        *to++ = '"';
    end_pair(to);
}

void log_number(const char *key, int64_t value)
{
    char digits[DIGITS_MOST];
    const char *start = digits_before(digits + DIGITS_MOST, value);
    char *to = begin_pair(key, DIGITS_MOST);

    if (to == NULL)
        return;
    while (start < digits + DIGITS_MOST)
        *to++ = *start++;
    end_pair(to);
}

static void end_line(const char *end)
{
    size_t length = strlen(end);

    if (out.dropping) {
        out.dropped++;
        return;
    }
    memcpy(out.bytes + out.length, end, length);
    out.length += length;
}

void log_end(void)
{
    end_line(out.style == LOG_JSON ? "}\n" : "\n");
}

void log_message(const char *format, ...)
{
    char message[LOG_VALUE_MOST];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    log_begin();
    log_pair("message", message);
    log_end();
}

void log_sentence(const char *sentence)
{
    log_begin();
    out.length = out.line; /* without the brace of JSON */
    add("sandgate: ", strlen("sandgate: "));
    add(sentence, strnlen(sentence, LINE_MOST / 2));
    end_line("\n");
}

/* As many whole lines as a pipe takes at once, or the part of a line that is left. */
static size_t next_length(void)
{
    size_t most = out.length < PIPE_BUF ? out.length : PIPE_BUF;
    const char *end = memrchr(out.bytes, '\n', most);

    return end == NULL ? most : (size_t) (end + 1 - out.bytes);
}

static void remove_written(size_t length)
{
    out.begun = out.bytes[length - 1] != '\n';
    out.length -= length;
    memmove(out.bytes, out.bytes + length, out.length);
    if (out.announced > 0)
        out.reported = out.announced;
    out.announced = 0;
}

/* Drops all lines but the rest of one that was begun: what comes next must not continue it. */
static void drop_lines(void)
{
    const char *first = memchr(out.bytes, '\n', out.length);
    size_t kept = out.begun ? (size_t) (first + 1 - out.bytes) : 0;

    for (size_t i = kept; i < out.length; i++)
        out.dropped += out.bytes[i] == '\n';
    out.dropped -= out.announced > 0;
    out.announced = 0;
    out.length = kept;
}

static bool write_lines(void)
{
    ssize_t n = output_try(STDERR_FILENO, out.bytes, next_length());

    out.blocked = n == 0;
    if (n > 0)
        remove_written((size_t) n);
    else if (n < 0)
        drop_lines();
    return n > 0;
}

void log_flush(void)
{
    if (out.length == 0)
        return;
    while (write_lines() && (out.length > 0 || add_dropped()))
        continue;
    if (out.length == 0)
        out.dropping = false;
}

bool log_is_blocked(void)
{
    return out.blocked && out.length > 0;
}

void log_finish(void)
{
    const size_t attempts =
        sizeof out.bytes / PIPE_BUF * 2; /* each but the last writes something */

    log_flush();
    for (size_t i = 0; i < attempts && log_is_blocked() && output_wait(STDERR_FILENO); i++)
        log_flush();
}

uint64_t log_dropped(void)
{
    return out.dropped;
}
