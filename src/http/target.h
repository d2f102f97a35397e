/* SPDX-License-Identifier: MIT */
/* The target of a request (RFC 9112, section 3.2): its form, path and query. */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include "base/arena.h"
#include "json/rules.h"

struct target {
    const char *path;      /* percent-encoded, but for unreserved characters (RFC 3986, 6.2.2.2) */
    const char *authority; /* of an absolute URL; NULL: none */
    struct pairs query;    /* decoded */
    const char *why;       /* the target is malformed: a sentence; NULL: it isn't */
};

/* Splits a target, which is copied. */
struct target target_parse(struct arena *a, const char *target);

/* Whether a text is HOST or HOST:PORT (RFC 3986, section 3.2.2). */
bool is_authority(const char *text);

#endif
