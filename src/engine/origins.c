/* SPDX-License-Identifier: MIT */
/* Origins of web pages, compared as browsers write them. */
#include "engine/origins.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char expected[] = "expected * or an origin like http://localhost:3000, without a path";

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/*
 * Where the port begins, behind its colon, or the end. NULL: that is no host. A URI may have more characters (RFC 3986,
 * section 3.2.2), but no browser has such a host: "*.example" would match nothing.
 */
static char *skip_host(char *host)
{
    /* an IPv6 address is in brackets */
    size_t length = *host == '[' ? strspn(host + 1, DIGITS "abcdef:.") + 1
                                 : strspn(host, LETTERS DIGITS "-._~");

    if (*host == '[' && (length == 1 || host[length++] != ']'))
        return NULL;
    return length == 0 || (host[length] != ':' && host[length] != '\0') ? NULL : host + length;
}

static bool is_port(const char *port)
{
    size_t digits = strspn(port, DIGITS);

    return digits > 0 && digits <= 5 && port[digits] == '\0' && *port != '0' &&
           strtol(port, NULL, 10) <= 65535;
}

/* Removes a port that the scheme has anyway. */
static void remove_default_port(const char *origin, char *colon)
{
    bool is_default = (strncmp(origin, "http:", 5) == 0 && strcmp(colon, ":80") == 0) ||
                      (strncmp(origin, "https:", 6) == 0 && strcmp(colon, ":443") == 0);

    if (is_default)
        *colon = '\0';
}

/* SCHEME://HOST or SCHEME://HOST:PORT in lower case. */
static bool is_origin(char *origin)
{
    char *host = strstr(origin, "://");
    size_t scheme = strspn(origin, LETTERS DIGITS "+-.");

    /* of pages without a host; Electron and WebView send the second */
    if (strcmp(origin, "null") == 0 || strcmp(origin, "file://") == 0)
        return true;
    if (host == NULL || scheme == 0 || origin + scheme != host || isdigit((unsigned char) *origin))
        return false;
    char *colon = skip_host(host + strlen("://"));

    if (colon == NULL)
        return false;
    if (*colon == '\0')
        return true;
    if (!is_port(colon + 1))
        return false;
    remove_default_port(origin, colon);
    return true;
}

/* Copies an origin in lower case. */
static bool copy_origin(const char *text, size_t length, char ret[static ORIGIN_SIZE])
{
    if (length >= ORIGIN_SIZE)
        return false;
    for (size_t i = 0; i < length; i++)
        ret[i] = (char) tolower((unsigned char) text[i]);
    ret[length] = '\0';
    return is_origin(ret);
}

static const char *add(void *to, const char *text, size_t length)
{
    struct origins *origins = to;

    if (length == 1 && *text == '*') {
        origins->any = true;
        return NULL;
    }
    if (origins->count == ORIGINS_MOST)
        return "too many origins";
    if (!copy_origin(text, length, origins->named[origins->count]))
        return expected;
    origins->count++;
    return NULL;
}

typedef const char *add_fn(void *to, const char *text, size_t length);

/* Adds the parts of a list with commas, without the spaces around them. */
static const char *add_each(void *to, const char *list, add_fn *add_one)
{
    for (;;) {
        list += strspn(list, " ");
        size_t length = strcspn(list, ",");
        size_t trimmed = length;

        while (trimmed > 0 && list[trimmed - 1] == ' ')
            trimmed--;
        const char *why = add_one(to, list, trimmed);

        if (why != NULL || list[length] == '\0')
            return why;
        list += length + 1;
    }
}

const char *origins_add(struct origins *origins, const char *list)
{
    return add_each(origins, list, add);
}

static const char *add_realm(void *to, const char *text, size_t length)
{
    struct origin_realms *origins = to;
    const char *equals = memchr(text, '=', length); /* no origin has one */
    size_t origin_length = equals == NULL ? length : (size_t) (equals - text);
    size_t realm_length = equals == NULL ? 0 : length - origin_length - 1;

    if (realm_length == 0 || realm_length >= REALM_TEXT_SIZE)
        return "expected ORIGIN=REALM, like http://localhost:3000=default";
    if (origins->count == ORIGINS_MOST)
        return "too many origins";
    char *origin = origins->rows[origins->count].origin;

    if (!copy_origin(text, origin_length, origin))
        return "expected an origin like http://localhost:3000, without a path, before the =";
    if (origin_realms_find(origins, origin) != NULL)
        return "the origin is given twice";
    snprintf(origins->rows[origins->count++].realm, REALM_TEXT_SIZE, "%.*s", (int) realm_length,
             equals + 1);
    return NULL;
}

const char *origin_realms_add(struct origin_realms *origins, const char *list)
{
    return add_each(origins, list, add_realm);
}

const char *origin_realms_find(const struct origin_realms *origins, const char *origin)
{
    for (size_t i = 0; i < origins->count; i++) {
        if (strcasecmp(origins->rows[i].origin, origin) == 0)
            return origins->rows[i].realm;
    }
    return NULL;
}

bool origins_have(const struct origins *origins, const char *origin)
{
    for (size_t i = 0; i < origins->count; i++) {
        if (strcasecmp(origins->named[i], origin) == 0)
            return true;
    }
    return false;
}

#define UNRESERVED "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"

static size_t scheme_length(const char *url)
{
    return strcspn(url, ":") + strlen("://");
}

const char *base_url_read(const char *url, char ret[static BASE_URL_SIZE])
{
    static const char expected_url[] = "expected a URL like https://sandgate.example:8080";
    bool is_web = strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
    size_t scheme = scheme_length(url);
    size_t length = strlen(url);

    if (!is_web || length >= ORIGIN_SIZE)
        return expected_url;
    size_t origin = scheme + strcspn(url + scheme, "/?#");

    if (url[origin + strspn(url + origin, "/" UNRESERVED)] != '\0' ||
        !copy_origin(url, origin, ret))
        return expected_url;
    while (length > origin && url[length - 1] == '/')
        length--;
    snprintf(ret + strlen(ret), BASE_URL_SIZE - ORIGIN_SIZE, "%.*s", (int) (length - origin),
             url + origin);
    return NULL;
}

static bool begins_with(const char *text, size_t length, const char *wanted)
{
    return strlen(wanted) == length && strncasecmp(text, wanted, length) == 0;
}

bool base_url_has_host(const char *url, const char *host)
{
    const char *own = url + scheme_length(url);

    return begins_with(own, strcspn(own, "/"), host);
}

bool base_url_has_origin(const char *url, const char *origin)
{
    size_t scheme = scheme_length(url);

    return begins_with(url, scheme + strcspn(url + scheme, "/"), origin);
}
