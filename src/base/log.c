/* SPDX-License-Identifier: MIT */
/* The log. One of the two things that outlive a request outside the database. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct {
    enum log_style style;
    size_t length;
    char bytes[65536];
} out;

void log_style_set(enum log_style style)
{
    out.style = style;
}

/* Two bytes stay free for the closing brace and the line's end. */
static void add(struct log_line *l, const char *bytes, size_t length)
{
    size_t space = sizeof l->bytes - 2 - l->length;

    if (length > space)
        length = space;
    memcpy(l->bytes + l->length, bytes, length);
    l->length += length;
}

static void add_key(struct log_line *l, const char *key)
{
    bool json = out.style == LOG_JSON;

    if (l->length > (json ? 1U : 0U))
        add(l, json ? "," : " ", 1);
    add(l, "\"", json);
    add(l, key, strlen(key));
    add(l, json ? "\":" : "=", json ? 2 : 1);
}

void log_begin(struct log_line *l)
{
    l->length = 0;
    add(l, "{", out.style == LOG_JSON);
}

/* Bytes that end a value or a line are shown as '?'; a value with a space is quoted. */
void log_pair(struct log_line *l, const char *key, const char *value)
{
    size_t length = strlen(value);
    bool quoted = out.style == LOG_JSON || length == 0 || strchr(value, ' ') != NULL;
    char safe[512];

    if (length > sizeof safe)
        length = sizeof safe;
    for (size_t i = 0; i < length; i++) {
        char c = value[i];

        safe[i] = (char) (c < 0x20 || c >= 0x7f || c == '"' || c == '\\' ? '?' : c);
    }
    if (l->length + length + strlen(key) + 8 > sizeof l->bytes)
        return;
    add_key(l, key);
    add(l, "\"", quoted);
    add(l, safe, length);
    add(l, "\"", quoted);
}

void log_number(struct log_line *l, const char *key, int64_t value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", (long long) value);

    if (l->length + strlen(key) + (size_t) length + 4 > sizeof l->bytes)
        return;
    add_key(l, key);
    add(l, digits, (size_t) length);
}

void log_end(struct log_line *l)
{
    if (out.style == LOG_JSON)
        l->bytes[l->length++] = '}';
    l->bytes[l->length++] = '\n';
    if (out.length + l->length > sizeof out.bytes)
        log_flush();
    memcpy(out.bytes + out.length, l->bytes, l->length);
    out.length += l->length;
}

void log_message(const char *format, ...)
{
    char message[400];
    struct log_line line;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    log_begin(&line);
    log_pair(&line, "message", message);
    log_end(&line);
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
