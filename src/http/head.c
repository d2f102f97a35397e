/* SPDX-License-Identifier: MIT */
/* Reading header lines, and checking the head. Start reading at head_check. */
#include "head.h"

#include "target.h"

#include <string.h>
#include <strings.h>

/*
 * The value of headers that the library finds before those of the client, whose effect they prevent:
 * - Cookie: it would make a record of each cookie. Nothing here reads them; a browser sends those of other
 *   programs on "localhost" to every port.
 * - Expect: it would lose the answer to a request without a body that another one follows (head_check).
 * It isn't empty, because the library would read the byte before an empty cookie (0.9.75).
 */
static const char hidden[] = "-";

void head_begin(struct MHD_Connection *handle, const char *target)
{
    /* const is the library's promise to itself: the target is in its read buffer, and parsed after this */
    char *query = strchr((char *) (uintptr_t) target, '?');

    if (query != NULL && query[1] != '\0')
        query[1] = '\0';
    MHD_set_connection_value(handle, MHD_HEADER_KIND, "Cookie", hidden);
    MHD_set_connection_value(handle, MHD_HEADER_KIND, "Expect", hidden);
}

/* The characters of a token (RFC 9110, section 5.6.2). A table, because each byte of each name is looked up. */
/* clang-format off */
#define T true
static const bool is_token_character[256] = {
    ['!'] = T, ['#'] = T, T, T, T, T, ['*'] = T, T, ['-'] = T, T, ['^'] = T, T, T, ['|'] = T, ['~'] = T,
    ['0'] = T, T, T, T, T, T, T, T, T, T,
    ['A'] = T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T,
    ['a'] = T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T,
};
#undef T
/* clang-format on */

static bool is_token(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length && is_token_character[(unsigned char) text[i]])
        i++;
    return i == length && length > 0;
}

/* Looks at every byte, without a branch, so that the compiler can look at many together: tokens are long. */
static bool has_control_character(const char *value, size_t length)
{
    unsigned found = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char) value[i];

        found |= ((c < 0x20) & (c != '\t')) | (c == 0x7f);
    }
    return found != 0;
}

#define LINE_END strlen("\r\n")

/*
 * A line begins where the one before it has ended. It doesn't after a line with a NUL, at which the library
 * ends it; after a bare LF; and if a line was folded, for which the library moves it.
 */
#define CUT_LINE "the head has a NUL, a line that ends with LF alone, or a folded line"

static bool is_named(const char *name, size_t length, const char *wanted)
{
    return length == strlen(wanted) && strcasecmp(name, wanted) == 0;
}

static void note_line(struct head *head, size_t name_length, const struct pair *line)
{
    if (is_named(line->name, name_length, "host")) {
        head->hosts++;
        head->host = line->value;
    } else if (is_named(line->name, name_length, "transfer-encoding")) {
        head->codings++;
        head->coding = line->value;
    } else if (is_named(line->name, name_length, "content-length")) {
        head->lengths_differ |= head->length != NULL && strcmp(head->length, line->value) != 0;
        head->length = line->value;
    } else if (is_named(line->name, name_length, "expect")) {
        head->expects_continue = strcasecmp(line->value, "100-continue") == 0;
    }
}

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

static const char *fault_in_line(const struct head *head, const char *name, size_t name_length,
                                 const char *value, size_t length)
{
    if (name != head->next)
        return CUT_LINE;
    if (!is_token(name, name_length))
        return "the name of a header has a character that names can't have";
    if (has_control_character(value, length))
        return "the value of a header has a control character";
    return NULL;
}

#define USUAL_LINES 16

static void grow(struct head *head)
{
    size_t size = head->size == 0 ? USUAL_LINES : head->size * 2;
    struct pair *items = arena_array(head->arena, size, sizeof *items);

    for (size_t i = 0; i < head->count; i++)
        items[i] = head->items[i];
    head->items = items;
    head->size = size;
}

static enum MHD_Result take_line(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_length, const char *value, size_t length)
{
    struct head *head = context;

    (void) kind;
    if (value == hidden)
        return MHD_YES;
    if (head->count == head->size)
        grow(head);
    struct pair *line = &head->items[head->count++];

    *line = (struct pair){.name = name, .value = value, .length = length};
    if (head->why == NULL)
        head->why = fault_in_line(head, name, name_length, value, length);
    head->next = value + length + LINE_END;
    trim(head->arena, line);
    note_line(head, name_length, line);
    if (head->coding == line->value)
        head->coding_is_padded = line->length < length;
    return MHD_YES;
}

struct pairs head_read(struct head *ret, struct MHD_Connection *handle, struct arena *a,
                       const char *version)
{
    *ret = (struct head){
        .handle = handle,
        .arena = a,
        .version = version,
        .next = version == NULL ? NULL : version + strlen(version) + LINE_END,
    };
    MHD_get_connection_values_n(handle, MHD_HEADER_KIND, take_line, ret);
    return (struct pairs){ret->items, ret->count};
}

static struct refusal malformed(const char *why)
{
    return (struct refusal){why == NULL ? NO_ERROR : MALFORMED_REQUEST, why};
}

/* What the library needs for a header line besides its text. */
#define LINE_COST 65
/* The rest of the connection's memory is for the head of the answer. */
#define HEAD_MOST (HTTP_CONNECTION_MEMORY - 4096)

static struct refusal check_lines(const struct head *head, const char *method, size_t target_length)
{
    size_t size =
        MHD_get_connection_info(head->handle, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;

    if (head->why == NULL && head->next + LINE_END != method + size)
        return malformed(CUT_LINE);
    if (head->why != NULL)
        return malformed(head->why);
    if (target_length > HEAD_MOST)
        return (struct refusal){TARGET_TOO_LONG, "the target is too long"};
    if (size + head->count * LINE_COST > HEAD_MOST)
        return (struct refusal){HEADERS_TOO_LARGE, "the headers are too large"};
    return malformed(NULL);
}

static struct refusal check_request_line(const struct head *head, const char *method,
                                         const char *target, size_t target_length)
{
    size_t length = strlen(method);

    if (!is_token(method, length))
        return malformed("the method has a character that methods can't have");
    if (method + length + 1 != target || target + target_length + 1 != head->version)
        return malformed("the request line has a NUL, or more than one space between its parts");
    return malformed(NULL);
}

/* RFC 9112, section 6.1 and 6.3: the end of such a request is uncertain. */
static struct refusal check_framing(const struct head *head, bool is_1_0)
{
    if (head->lengths_differ)
        return malformed("there are two Content-Length headers that differ");
    if (head->codings == 0)
        return malformed(NULL);
    if (head->length != NULL)
        return malformed("Content-Length and Transfer-Encoding exclude each other");
    if (is_1_0)
        return malformed("HTTP/1.0 has no Transfer-Encoding");
    if (head->codings > 1 || strcasecmp(head->coding, "chunked") != 0)
        return (struct refusal){CODING_NOT_IMPLEMENTED,
                                "the only Transfer-Encoding of requests is chunked"};
    if (head->coding_is_padded) /* the library doesn't take it for chunked */
        return (struct refusal){CODING_NOT_IMPLEMENTED,
                                "there is white space behind the Transfer-Encoding"};
    return malformed(NULL);
}

/* RFC 9112, section 3.2 */
static struct refusal check_host(const struct head *head, bool is_1_0)
{
    if (head->hosts == 0)
        return malformed(is_1_0 ? NULL : "HTTP/1.1 requires a Host header");
    if (head->hosts > 1)
        return malformed("there is more than one Host header");
    return malformed(is_authority(head->host) ? NULL
                                              : "the Host header is neither HOST nor HOST:PORT");
}

bool head_is_1_0(const struct head *head)
{
    return strcmp(head->version, "HTTP/1.0") == 0;
}

struct refusal head_check(const struct head *head, const char *method, const char *target,
                          size_t target_length)
{
    bool is_1_0 = head_is_1_0(head);
    struct refusal refusal = check_request_line(head, method, target, target_length);

    if (refusal.error == NO_ERROR)
        refusal = check_lines(head, method, target_length);
    if (refusal.error == NO_ERROR)
        refusal = check_host(head, is_1_0);
    if (refusal.error == NO_ERROR)
        refusal = check_framing(head, is_1_0);
    return refusal;
}

static enum MHD_Result add_size(void *context, enum MHD_ValueKind kind, const char *name,
                                size_t name_length, const char *value, size_t length)
{
    size_t *size = context;

    (void) name;
    (void) value;
    if (kind == MHD_FOOTER_KIND)
        *size += name_length + length;
    return MHD_YES;
}

bool head_trailers_fit(struct MHD_Connection *handle)
{
    size_t size =
        MHD_get_connection_info(handle, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
    size_t count = (size_t) MHD_get_connection_values_n(handle, MHD_HEADER_KIND | MHD_FOOTER_KIND,
                                                        add_size, &size);

    return size + count * LINE_COST <= HEAD_MOST;
}
