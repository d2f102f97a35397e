/* SPDX-License-Identifier: MIT */
/* Reading answers strictly: whatever the grammar doesn't allow is an error. */
#include "answers.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define TOKEN                                                                                      \
    "!#$%&'*+-.^_`|~" DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                          \
    "abcdefghijklmnopqrstuvwxyz"

/* The line after this one, which has an end. */
static const char *after_line(const char *line, const char *end)
{
    return (const char *) memmem(line, (size_t) (end - line), "\r\n", 2) + 2;
}

size_t message_field(const struct message *m, const char *name, struct arena *arena,
                     const char **ret_value)
{
    size_t count = 0;
    size_t length = strlen(name);
    const char *end = m->head + m->head_length - 2;

    for (const char *line = m->head; line < end; line = after_line(line, end + 2)) {
        if (strncasecmp(line, name, length) != 0 || line[length] != ':')
            continue;
        const char *value = line + length + 1;

        value += strspn(value, " \t");
        *ret_value = arena_textn(arena, value, strcspn(value, "\r"));
        count++;
    }
    return count;
}

/* A field line without its CRLF. */
static bool is_field(const char *line, size_t length)
{
    size_t name = strspn(line, TOKEN);

    if (name == 0 || line[name] != ':')
        return false;
    for (size_t i = name; i < length; i++) {
        if ((unsigned char) line[i] < ' ' && line[i] != '\t')
            return false;
    }
    return true;
}

/* "HTTP/1.1 200 OK": always our version, whatever the client's is (RFC 9110 2.5). */
static bool is_status_line(const char *line, size_t length)
{
    return length > 13 && memcmp(line, "HTTP/1.1 ", 9) == 0 && strspn(line + 9, DIGITS) == 3 &&
           line[12] == ' ';
}

/* The length of the head, 0 if it isn't complete. */
static size_t read_head(const char *bytes, size_t length, const char **ret_error)
{
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    bool first = true;

    if (length >= 9 && memcmp(bytes, "HTTP/1.1 ", 9) != 0)
        *ret_error = "what follows is no HTTP/1.1 answer";
    if (end == NULL || *ret_error != NULL)
        return 0;
    for (const char *line = bytes; line <= end; first = false) {
        const char *next = after_line(line, end + 4);

        if (!(first ? is_status_line : is_field)(line, (size_t) (next - line) - 2))
            *ret_error = first ? "malformed status line" : "malformed field";
        line = next;
    }
    return (size_t) (end - bytes) + 4;
}

/* The length of the chunks at `bytes`, 0 if they aren't complete. */
static size_t read_chunks(const char *bytes, size_t length, struct text *ret_body,
                          const char **ret_error)
{
    size_t used = 0;

    for (;;) {
        const char *line_end = memmem(bytes + used, length - used, "\r\n", 2);
        char *size_end;

        if (line_end == NULL)
            return 0;
        size_t size = strtoul(bytes + used, &size_end, 16);

        if (size_end != line_end)
            *ret_error = "malformed size of a chunk";
        used = (size_t) (line_end - bytes) + 2;
        if (*ret_error != NULL || length - used < size + 2)
            return 0;
        text_addn(ret_body, bytes + used, size);
        if (memcmp(bytes + used + size, "\r\n", 2) != 0)
            *ret_error = "no CRLF behind a chunk";
        used += size + 2;
        if (size == 0)
            return used;
    }
}

/* RFC 9112 6.3: the body's length, from the status and the fields. */
static size_t read_body(const char *bytes, size_t length, bool head, struct message *ret,
                        const char **ret_error)
{
    const char *size = "";
    const char *coding = "";
    struct arena *a = ret->body.arena;
    size_t sizes = message_field(ret, "content-length", a, &size);
    size_t codings = message_field(ret, "transfer-encoding", a, &coding);
    bool bare = ret->status < 200 || ret->status == 204;

    if (sizes + codings != (bare ? 0U : 1U))
        *ret_error = bare ? "a length where there is no body (RFC 9110 8.6)"
                          : "not exactly one length (RFC 9112 6.3)";
    else if (codings == 1 && strcmp(coding, "chunked") != 0)
        *ret_error = "an unknown coding";
    else if (sizes == 1 && (*size == '\0' || strspn(size, DIGITS) != strlen(size)))
        *ret_error = "malformed Content-Length";
    if (*ret_error != NULL || bare || head)
        return 0;
    if (codings == 1)
        return read_chunks(bytes, length, &ret->body, ret_error);
    size_t wanted = strtoul(size, NULL, 10);

    if (length < wanted)
        return 0;
    text_addn(&ret->body, bytes, wanted);
    return wanted;
}

size_t message_read(const char *bytes, size_t length, bool head, struct arena *arena,
                    struct message *ret, const char **ret_error)
{
    size_t head_length = read_head(bytes, length, ret_error);

    if (head_length == 0 || *ret_error != NULL)
        return 0;
    *ret = (struct message){.status = (int) strtol(bytes + 9, NULL, 10),
                            .head = arena_textn(arena, bytes, head_length),
                            .head_length = head_length,
                            .body = TEXT_IN(arena)};
    const char *size = "0";
    bool bodiless =
        head || ret->status < 200 || ret->status == 204 ||
        (message_field(ret, "content-length", arena, &size) == 1 && strcmp(size, "0") == 0);
    size_t body = read_body(bytes + head_length, length - head_length, head, ret, ret_error);

    if (*ret_error != NULL || (body == 0 && !bodiless))
        return 0;
    return head_length + body;
}
