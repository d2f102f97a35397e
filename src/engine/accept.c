/* SPDX-License-Identifier: MIT */
/* The most specific media range that matches a type determines its quality. */
#include "engine/accept.h"

#include <ctype.h>
#include <string.h>

/* How specifically a media range matches a type. */
enum exactness { NO_MATCH, ANY_TYPE, SAME_KIND, SAME_TYPE };

struct wish {
    int quality; /* in thousandths */
    enum exactness exactness;
};

static bool equals(const char *range, size_t length, const char *type, size_t type_length)
{
    return length == type_length && strncasecmp(range, type, length) == 0;
}

static enum exactness match(const char *range, const char *type)
{
    size_t length = strcspn(range, " \t;,");
    size_t kind = strcspn(type, "/") + 1; /* "text/" */

    if (equals(range, length, type, strlen(type)))
        return SAME_TYPE;
    if (length == kind + 1 && range[kind] == '*' && equals(range, kind, type, kind))
        return SAME_KIND;
    return equals(range, length, "*/*", 3) ? ANY_TYPE : NO_MATCH;
}

/* "0.85" is 850, "1" and "1.0" are 1000, an invalid value is 0. */
static int thousandths(const char *text)
{
    int ret = 0;

    if (*text == '1')
        return 1000;
    if (strncmp(text, "0.", 2) != 0)
        return 0;
    for (int place = 100; place > 0 && isdigit((unsigned char) text[2]); place /= 10, text++)
        ret += place * (text[2] - '0');
    return ret;
}

/* The parameter q of a range, in thousandths; 1000 if there is none. */
static int quality(const char *range)
{
    const char *end = range + strcspn(range, ",");

    for (const char *at = range; (at = strchr(at, ';')) != NULL && at < end;) {
        at++;
        at += strspn(at, " \t");
        if (strncasecmp(at, "q=", 2) == 0)
            return thousandths(at + 2);
    }
    return 1000;
}

static struct wish wish_for(const char *accept, const char *type)
{
    struct wish ret = {0, NO_MATCH};

    for (const char *range = accept; *range != '\0'; range += strcspn(range, ",")) {
        range += strspn(range, ", \t");
        enum exactness exactness = match(range, type);

        if (exactness > ret.exactness)
            ret = (struct wish){quality(range), exactness};
    }
    return ret;
}

bool request_prefers(const struct request *r, const char *type)
{
    const char *accept = request_header(r, "accept");

    if (accept == NULL)
        return false;
    struct wish other = wish_for(accept, type);
    struct wish json = wish_for(accept, "application/json");

    if (other.quality != json.quality)
        return other.quality > json.quality;
    return other.quality > 0 && other.exactness > json.exactness;
}
