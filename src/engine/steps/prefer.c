/* SPDX-License-Identifier: MIT */
/* Faults that a request selects with the Prefer header, as in Prism (control.md 5). */
#include "apply_fault.h"
#include "engine/reply.h"
#include "engine/steps.h"

#include <stdlib.h>
#include <string.h>

#define DELAY_MOST_MILLIS 60000

/*
 * Preferences, as RFC 7240 writes them: name=word, with parameters after semicolons, separated by commas. A word is a
 * token or a quoted string. A parameter is taken for a preference.
 */
static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t");
}

/* A quoted string, from behind its first quote; "" if it has no end. */
static const char *read_quoted(struct arena *a, const char **at)
{
    struct text t = TEXT_IN(a);

    for (; **at != '"'; ++*at) {
        if (**at == '\\')
            ++*at;
        if (**at == '\0')
            return "";
        text_char(&t, **at);
    }
    ++*at;
    return text_string(&t);
}

static const char *read_word(struct arena *a, const char **at)
{
    if (**at == '"') {
        ++*at;
        return read_quoted(a, at);
    }
    const char *word = *at;

    *at += strcspn(*at, " \t,;=\"");
    return arena_textn(a, word, (size_t) (*at - word));
}

struct preference {
    const char *name;
    const char *value; /* "": none */
};

static bool read_preference(struct arena *a, const char **at, struct preference *ret)
{
    *at += strspn(*at, " \t,;");
    if (**at == '\0')
        return false;
    ret->name = read_word(a, at);
    ret->value = "";
    *at = skip_space(*at);
    if (**at == '=') {
        *at = skip_space(*at + 1);
        ret->value = read_word(a, at);
    }
    /* what follows a value is malformed; it is no part of the next preference either */
    *at += strcspn(*at, ",;");
    return true;
}

/* The value in any Prefer header, the first if there are several; NULL: none. */
static const char *find_preference(const struct request *r, const char *name)
{
    struct preference found;

    for (size_t i = 0; i < r->headers.count; i++) {
        const char *at = r->headers.items[i].value;

        if (strcasecmp(r->headers.items[i].name, "prefer") != 0)
            continue;
        while (read_preference(r->arena, &at, &found)) {
            if (strcasecmp(found.name, name) == 0)
                return found.value;
        }
    }
    return NULL;
}

/* A number of so many digits at most, and no other character; -1: it is none. */
static int parse_number(const char *text, size_t digits_most)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > digits_most || text[digits] != '\0')
        return -1;
    return (int) strtol(text, NULL, 10);
}

static int apply_code(struct request *r, const char *code)
{
    int status = parse_number(code, 3);
    const char *error_name = find_preference(r, "error");
    const char *name = error_name == NULL || *error_name == '\0' ? NULL : error_name;

    if (status < 100)
        return refuse(r, r->family->invalid,
                      "Prefer: code is a status of three digits, not \"%.20s\"", code);
    r->prefers_other = status == r->operation->other_status;
    if (r->prefers_other || status == r->operation->status)
        return PASS;
    enum error error = documented_error(r->operation, r->family, status, name);

    if (error == NO_ERROR)
        return refuse(r, r->family->invalid, "Prefer: %s documents no status %d%s%.60s",
                      r->operation->name, status, name == NULL ? "" : " with error ",
                      name == NULL ? "" : name);
    return refuse_as_documented(r, error,
                                arena_printf(r->arena, "requested by Prefer: code=%d", status));
}

static int delay(struct request *r, const char *text)
{
    int millis = parse_number(text, 9);

    if (millis < 0 || millis > DELAY_MOST_MILLIS)
        return refuse(r, r->family->invalid,
                      "Prefer: delay is a number of milliseconds up to 60000, not \"%.20s\"", text);
    if (r->delayed || r->gateway->stopping || millis == 0)
        return PASS;
    r->delayed = true;
    return request_hold(r, clock_monotonic() + millis, false);
}

int step_prefer(struct request *r)
{
    if (request_header(r, "prefer") == NULL)
        return PASS;
    const char *code = find_preference(r, "code");
    const char *millis = find_preference(r, "delay");
    int rc = millis == NULL ? PASS : delay(r, millis);

    return rc == PASS && code != NULL ? apply_code(r, code) : rc;
}
