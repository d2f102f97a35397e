/* SPDX-License-Identifier: MIT */
/* Growing strings. */
#include "base/text.h"

#include "base/digits.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 256

/* Makes room for `more` bytes and a NUL; returns where they go. */
static char *reserve(struct text *t, size_t more)
{
    size_t wanted = t->length + more + 1;

    if (wanted > t->size) {
        size_t size = t->size == 0 ? FIRST_SIZE : t->size;

        while (size < wanted)
            size *= 2;
        char *data = arena_alloc(t->arena, size);

        if (t->length > 0)
            memcpy(data, t->data, t->length);
        t->data = data;
        t->size = size;
    }
    return t->data + t->length;
}

void text_addn(struct text *t, const char *bytes, size_t length)
{
    char *end = reserve(t, length);

    if (length > 0)
        memcpy(end, bytes, length);
    end[length] = '\0';
    t->length += length;
}

void text_add(struct text *t, const char *string)
{
    text_addn(t, string, strlen(string));
}

void text_char(struct text *t, char c)
{
    text_addn(t, &c, 1);
}

void text_drop(struct text *t, size_t count)
{
    t->length -= count;
    memmove(t->data, t->data + count, t->length + 1);
}

void text_int(struct text *t, int64_t number)
{
    char digits[DIGITS_MOST];
    const char *start = digits_before(digits + DIGITS_MOST, number);

    text_addn(t, start, (size_t) (digits + DIGITS_MOST - start));
}

char *arena_int(struct arena *a, int64_t number)
{
    char *digits = arena_alloc(a, DIGITS_MOST + 1);

    return digits_before(digits + DIGITS_MOST, number);
}

void text_format(struct text *t, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        abort(); /* an invalid format string of our own */

    char *end = reserve(t, (size_t) length);

    va_start(args, format);
    vsnprintf(end, (size_t) length + 1, format, args);
    va_end(args);
    t->length += (size_t) length;
}

static void add_escape(struct text *t, unsigned char c)
{
    static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* pairs: the byte, its escape */

    for (size_t i = 0; i + 1 < sizeof shorts; i += 2) {
        if (c == (unsigned char) shorts[i]) {
            text_char(t, '\\');
            text_char(t, shorts[i + 1]);
            return;
        }
    }
    text_format(t, "\\u%04x", c);
}

/* Bytes that can't be copied as they are. A table, because every byte of every answer is looked up. */
#define EIGHT true, true, true, true, true, true, true, true
#define THIRTY_TWO EIGHT, EIGHT, EIGHT, EIGHT
static const bool is_special[256] = {THIRTY_TWO, ['"'] = true, ['\\'] = true, [128] = THIRTY_TWO,
                                     THIRTY_TWO, THIRTY_TWO,   THIRTY_TWO};

/* The length of the UTF-8 sequence at `s` (RFC 3629), 0 when it is ill-formed. */
static size_t sequence_length(const unsigned char *s, size_t left)
{
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

    if (length == 0 || length > left || s[0] > 0xf4 || (s[0] == 0xe0 && s[1] < 0xa0) ||
        (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
        (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

void text_json(struct text *t, const char *bytes, size_t length)
{
    size_t start = 0;
    size_t i = 0;

    text_char(t, '"');
    for (;;) {
        while (i < length && !is_special[(unsigned char) bytes[i]])
            i++;
        if (i == length)
            break;
        const unsigned char *at = (const unsigned char *) bytes + i;
        size_t sequence = *at >= 0x80 ? sequence_length(at, length - i) : 0;

        if (sequence > 0) {
            i += sequence;
            continue;
        }
        text_addn(t, bytes + start, i - start);
        if (*at < 0x80)
            add_escape(t, *at);
        else
            text_add(t, "\xef\xbf\xbd"); /* U+FFFD: some clients send invalid UTF-8 */
        start = ++i;
    }
    text_addn(t, bytes + start, length - start);
    text_char(t, '"');
}

void text_quoted(struct text *t, const char *string)
{
    text_json(t, string, strlen(string));
}

void text_member(struct text *t, const char *opening, const char *value)
{
    text_add(t, opening);
    text_quoted(t, value);
}

const char *text_string(const struct text *t)
{
    return t->data == NULL ? "" : t->data;
}

bool is_blank(const char *string)
{
    return string[strspn(string, " \t\r\n")] == '\0';
}

size_t code_points(const char *bytes, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += (bytes[i] & 0xc0) != 0x80; /* not a continuation byte */
    return count;
}
