/* SPDX-License-Identifier: MIT */
/* Faults that a request asks for itself, by Prism's convention (control.md section 5). */
#include "api/limits.h"
#include "api/reply.h"
#include "api/steps.h"

#include <stdlib.h>
#include <string.h>

#define DELAY_MOST_MILLIS 60000

/* The value of a preference (RFC 7240) in any of the Prefer headers, NULL when it is not there. */
static const char *preference(const struct request *r, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < r->headers.count; i++) {
        if (strcasecmp(r->headers.items[i].name, "prefer") != 0)
            continue;
        for (const char *at = r->headers.items[i].value; *at != '\0'; at += strcspn(at, ",;")) {
            at += strspn(at, " ,;");
            if (strncasecmp(at, name, length) == 0 && at[length] == '=')
                return arena_textn(r->arena, at + length + 1, strcspn(at + length + 1, " ,;"));
        }
    }
    return NULL;
}

static bool is_wanted(enum error error, int status, const char *name)
{
    if (error_rows[error].status != status)
        return false;
    return name == NULL || strcmp(name, error_rows[error].name) == 0 ||
           strcmp(name, error_rows[error].code) == 0;
}

/* The first of the row's own that fits, or else of all that it declares. */
static enum error documented_error(const struct request *r, int status, const char *name)
{
    const enum error *own = r->operation->errors;

    while (*own != NO_ERROR && !is_wanted(*own, status, name))
        own++;
    if (*own != NO_ERROR)
        return *own;
    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (is_wanted((enum error) i, status, name) &&
            operation_declares(r->operation, r->family, (enum error) i))
            return (enum error) i;
    }
    return NO_ERROR;
}

static int answer_as_asked(struct request *r, const char *code)
{
    int status = (int) strtol(code, NULL, 10);
    const char *name = preference(r, "error");

    if (status == r->operation->status)
        return PASS;
    enum error error = documented_error(r, status, name);

    if (error == NO_ERROR)
        return refuse(r, r->family->invalid, "Prefer: %s documents no status %.20s%s%.60s",
                      r->operation->name, code, name == NULL ? "" : " with error ",
                      name == NULL ? "" : name);
    if (error_rows[error].shape == SHAPE_TOKEN)
        r->reply.token = "preferred";
    if (error == TOO_MANY_REQUESTS)
        limits_headers(r, 100, 60);
    return refuse(r, error, "asked for by Prefer: code=%d", status);
}

static int delay(struct request *r, const char *text)
{
    long millis = strtol(text, NULL, 10);

    if (r->delayed || r->gateway->stopping || millis <= 0)
        return PASS;
    r->delayed = true;
    if (millis > DELAY_MOST_MILLIS)
        millis = DELAY_MOST_MILLIS;
    return request_hold(r, clock_monotonic() + millis, false);
}

int step_prefer(struct request *r)
{
    if (request_header(r, "prefer") == NULL)
        return PASS;
    const char *code = preference(r, "code");
    const char *millis = preference(r, "delay");
    int rc = millis == NULL ? PASS : delay(r, millis);

    return rc == PASS && code != NULL ? answer_as_asked(r, code) : rc;
}
