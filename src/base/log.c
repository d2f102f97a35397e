/* SPDX-License-Identifier: MIT */
/* The log. Its style and buffer are global to the process. */
#include "base/log.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MOST 4096 /* room for a dozen pairs with the longest values */

static struct {
    enum log_style style;
    bool first; /* the next pair is the first of its line */
    size_t length;
    char bytes[65536];
} out;

void log_style_set(enum log_style style)
{
    out.style = style;
}

/* log_begin has made room for a line; anything beyond that is dropped. */
static void add(const char *bytes, size_t length)
{
    if (length > sizeof out.bytes - out.length)
        return;
    memcpy(out.bytes + out.length, bytes, length);
    out.length += length;
}

static void add_key(const char *key)
{
    bool json = out.style == LOG_JSON;

    if (!out.first)
        add(json ? "," : " ", 1);
    out.first = false;
    add("\"", json);
    add(key, strlen(key));
    add(json ? "\":" : "=", json ? 2 : 1);
}

void log_begin(void)
{
    if (sizeof out.bytes - out.length < LINE_MOST)
        log_flush();
    out.first = true;
    add("{", out.style == LOG_JSON);
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

    add_key(key);
    add("\"", quoted);
    if (length <= sizeof out.bytes - out.length) {
        for (size_t i = 0; i < length; i++)
            out.bytes[out.length++] = sanitize(value[i]);
    }
    add("\"", quoted);
}

void log_number(const char *key, int64_t value)
{
    char digits[DIGITS_MOST];
    const char *start = digits_before(digits + DIGITS_MOST, value);

    add_key(key);
    add(start, (size_t) (digits + DIGITS_MOST - start));
}

void log_end(void)
{
    add("}", out.style == LOG_JSON);
    add("\n", 1);
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

void log_flush(void)
{
    size_t written = 0;

    while (written < out.length) {
        ssize_t n = write(STDERR_FILENO, out.bytes + written, out.length - written);

        if (n <= 0)
            break;
        written += (size_t) n;
    }
    out.length = 0;
}
