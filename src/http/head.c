/* SPDX-License-Identifier: MIT */
/* Reading header lines, and checking the head. Start reading at head_check. */
#include "head.h"

#include "target.h"

#include <string.h>
#include <strings.h>

/*
 * The library parses the first Cookie that it finds into one record for each cookie. This one is the first,
 * and empty. Applications read none of it: cookies of other programs on "localhost" are sent to every port.
 */
static const char no_cookies[] = "";

void head_begin(struct MHD_Connection *handle, const char *target)
{
    /* const is the library's promise to itself: the target is in its read buffer, and parsed after this */
    char *query = strchr((char *) (uintptr_t) target, '?');

    if (query != NULL && query[1] != '\0')
        query[1] = '\0';
    MHD_set_connection_value(handle, MHD_HEADER_KIND, "Cookie", no_cookies);
}

struct lines {
    struct arena *arena;
    struct pair *items;
    size_t count;
};

static void trim(struct arena *a, struct pair *pair)
{
    size_t length = pair->length;

    while (length > 0 && (pair->value[length - 1] == ' ' || pair->value[length - 1] == '\t'))
        length--;
    if (length < pair->length) {
        pair->value = arena_textn(a, pair->value, length);
        pair->length = length;
    }
}

static enum MHD_Result add_line(void *context, enum MHD_ValueKind kind, const char *name,
                                size_t name_length, const char *value, size_t length)
{
    struct lines *lines = context;

    (void) kind;
    (void) name_length;
    if (value == no_cookies)
        return MHD_YES;
    struct pair *pair = &lines->items[lines->count++];

    *pair = (struct pair){.name = name, .value = value == NULL ? "" : value, .length = length};
    trim(lines->arena, pair);
    return MHD_YES;
}

struct pairs head_lines(struct MHD_Connection *handle, struct arena *a)
{
    int count = MHD_get_connection_values_n(handle, MHD_HEADER_KIND, NULL, NULL);
    struct lines lines = {a, arena_array(a, (size_t) count, sizeof *lines.items), 0};

    MHD_get_connection_values_n(handle, MHD_HEADER_KIND, add_line, &lines);
    return (struct pairs){lines.items, lines.count};
}

/* The characters of a token (RFC 9110, section 5.6.2), one bit each. */
static bool is_token(const char *text, size_t length)
{
    static const uint64_t characters[4] = {0x3ff6cfa00000000, 0x57ffffffc7fffffe};
    size_t i = 0;

    for (; i < length; i++) {
        unsigned char c = (unsigned char) text[i];

        if ((characters[c >> 6] >> (c & 63) & 1) == 0)
            return false;
    }
    return length > 0;
}

static bool has_control_character(const char *value, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char) value[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return true;
    }
    return false;
}

/* State of a walk over the lines as the library has them. */
struct walk {
    const char *next; /* where the next line must begin */
    const char *why;
};

#define LINE_END strlen("\r\n")

/*
 * A line begins where the one before it has ended. It doesn't after a line with a NUL, at which the library
 * ends it; after a bare LF; and if a line was folded, for which the library moves it.
 */
static enum MHD_Result check_line(void *context, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t length)
{
    struct walk *walk = context;

    (void) kind;
    if (value == no_cookies)
        return MHD_YES;
    if (name != walk->next)
        walk->why = "the head has a NUL, a line that ends with LF alone, or a folded line";
    else if (!is_token(name, name_length))
        walk->why = "the name of a header has a character that names can't have";
    else if (has_control_character(value, length))
        walk->why = "the value of a header has a control character";
    walk->next = value + length + LINE_END;
    return walk->why == NULL ? MHD_YES : MHD_NO;
}

static struct refusal malformed(const char *why)
{
    return (struct refusal){why == NULL ? NO_ERROR : MALFORMED_REQUEST, why};
}

static struct refusal check_lines(const struct head *head)
{
    struct walk walk = {.next = head->version + strlen(head->version) + LINE_END};

    MHD_get_connection_values_n(head->handle, MHD_HEADER_KIND, check_line, &walk);
    size_t size =
        MHD_get_connection_info(head->handle, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;

    if (walk.why == NULL && walk.next + LINE_END != head->method + size)
        walk.why = "the head has a NUL, a line that ends with LF alone, or a folded line";
    return malformed(walk.why);
}

static struct refusal check_request_line(const struct head *head)
{
    if (!is_token(head->method, strlen(head->method)))
        return malformed("the method has a character that methods can't have");
    if (head->method + strlen(head->method) + 1 != head->target ||
        head->target + head->target_length + 1 != head->version)
        return malformed("the request line has a NUL, or more than one space between its parts");
    return malformed(NULL);
}

/* RFC 9112, section 6.1 and 6.3: the end of such a request is uncertain. */
static struct refusal check_framing(const struct request *r, bool is_1_0)
{
    const char *coding = request_header(r, "transfer-encoding");
    const char *length = request_header(r, "content-length");

    if (coding != NULL && length != NULL)
        return malformed("Content-Length and Transfer-Encoding exclude each other");
    if (coding != NULL && is_1_0)
        return malformed("HTTP/1.0 has no Transfer-Encoding");
    if (coding != NULL &&
        (strcasecmp(coding, "chunked") != 0 || request_header_count(r, "transfer-encoding") > 1))
        return (struct refusal){CODING_NOT_IMPLEMENTED,
                                "the only Transfer-Encoding of requests is chunked"};
    for (size_t i = 0; length != NULL && i < r->headers.count; i++) {
        if (strcasecmp(r->headers.items[i].name, "content-length") == 0 &&
            strcmp(r->headers.items[i].value, length) != 0)
            return malformed("there are two Content-Length headers that differ");
    }
    return malformed(NULL);
}

/* RFC 9112, section 3.2 */
static struct refusal check_host(const struct request *r, bool is_1_0)
{
    size_t count = request_header_count(r, "host");

    if (count == 0 && !is_1_0)
        return malformed("HTTP/1.1 requires a Host header");
    if (count > 1)
        return malformed("there is more than one Host header");
    return malformed(count == 0 || is_authority(request_header(r, "host"))
                         ? NULL
                         : "the Host header is neither HOST nor HOST:PORT");
}

struct refusal head_check(const struct head *head, const struct request *r)
{
    bool is_1_0 = strcmp(head->version, "HTTP/1.0") == 0;
    struct refusal refusal = check_request_line(head);

    if (refusal.error == NO_ERROR)
        refusal = check_lines(head);
    if (refusal.error == NO_ERROR)
        refusal = check_host(r, is_1_0);
    if (refusal.error == NO_ERROR)
        refusal = check_framing(r, is_1_0);
    return refusal;
}
