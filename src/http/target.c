/* SPDX-License-Identifier: MIT */
/*
 * Splits a target. The library would decode it before it splits it, so that "%2F" would be a separator,
 * and it keeps each member of the query in its small memory.
 */
#include "target.h"

#include "base/encode.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* "http://" or "https://" */
static size_t scheme_length(const char *target)
{
    if (*target == '/')
        return 0;
    if (strncasecmp(target, "http://", strlen("http://")) == 0)
        return strlen("http://");
    return strncasecmp(target, "https://", strlen("https://")) == 0 ? strlen("https://") : 0;
}

static size_t count_members(const char *query)
{
    size_t ret = 1;

    for (; (query = strchr(query, '&')) != NULL; query++)
        ret++;
    return ret;
}

/* In place. What can't be decoded stays as it is. */
static size_t decode(char *text)
{
    (void) percent_decode_in_place(text, true);
    return strlen(text);
}

/* Empty pieces, as in "?&limit=1", are skipped. */
static struct pairs split_query(struct arena *a, char *query)
{
    struct pair *items =
        *query == '\0' ? NULL : arena_array(a, count_members(query), sizeof *items);
    size_t count = 0;

    for (char *next; *query != '\0'; query = next) {
        size_t length = strcspn(query, "&");

        next = query + length + (query[length] == '&');
        query[length] = '\0';
        if (length == 0)
            continue;
        char *value = strchrnul(query, '=');

        if (*value == '=')
            *value++ = '\0';
        decode(query);
        items[count++] = (struct pair){query, value, decode(value)};
    }
    return (struct pairs){items, count};
}

static const char *fault_in(const char *target)
{
    for (const char *c = target; *c != '\0'; c++) {
        if ((unsigned char) *c <= ' ' || (unsigned char) *c >= 0x7f)
            return "the target has a character that must be percent-encoded";
        if (*c == '#')
            return "the target has a fragment, which clients keep to themselves";
    }
    return NULL;
}

struct target target_parse(struct arena *a, const char *target)
{
    size_t scheme = scheme_length(target);
    struct target ret = {.why = fault_in(target)};
    char *path = arena_text(a, target + scheme);
    char *query = strchrnul(path, '?');

    if (*query == '?')
        *query++ = '\0';
    if (scheme > 0) {
        ret.authority = path;
        path = strchrnul(path, '/');
        ret.authority = arena_textn(a, ret.authority, (size_t) (path - ret.authority));
        if (*path == '\0')
            path = arena_text(a, "/");
    }
    ret.path = path;
    ret.query = split_query(a, query);
    percent_decode_unreserved(path);
    if (ret.why == NULL && ret.authority != NULL && !is_authority(ret.authority))
        ret.why = "the target's host is malformed";
    if (ret.why == NULL && *path != '/' && strcmp(path, "*") != 0)
        ret.why = "the target is neither a path nor an http or https URL";
    return ret;
}

/* Of a name, or an IPv4 address (reg-name) */
static bool is_host_character(const char *at)
{
    if (*at == '%')
        return isxdigit((unsigned char) at[1]) && isxdigit((unsigned char) at[2]);
    return is_unreserved(*at) || (*at != '\0' && strchr("!$&'()*+,;=", *at) != NULL);
}

static size_t host_span(const char *text)
{
    size_t length = 0;

    if (*text != '[') {
        while (is_host_character(text + length))
            length++;
        return length;
    }
    length = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
    return length > 1 && text[length] == ']' ? length + 1 : 0;
}

static bool is_port(const char *text)
{
    while (*text >= '0' && *text <= '9')
        text++;
    return *text == '\0';
}

bool is_authority(const char *text)
{
    size_t host = host_span(text);

    return host > 0 && (text[host] == '\0' || (text[host] == ':' && is_port(text + host + 1)));
}
