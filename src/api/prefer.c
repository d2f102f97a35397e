/* SPDX-License-Identifier: MIT */
/* Faults that a request asks for itself, by Prism's convention (control.md section 5). */
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

static enum error find_wanted(const enum error *errors, int status, const char *name)
{
    while (*errors != NO_ERROR && !is_wanted(*errors, status, name))
        errors++;
    return *errors;
}

static enum error documented_error(const struct request *r, int status, const char *name)
{
    const enum error columns[] = {r->operation->forbidden, r->operation->unknown_token, NO_ERROR};
    enum error found = find_wanted(r->operation->errors, status, name);

    if (found == NO_ERROR && columns[0] != NO_ERROR)
        found = find_wanted(columns, status, name);
    return found != NO_ERROR ? found
                             : find_wanted(r->family->common_errors(r->operation), status, name);
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
    if (error == TOO_MANY_REQUESTS) {
        reply_header(r, "x-ratelimit-limit", "100, 100;w=60, 1000;w=3600, 10000;w=86400");
        reply_header(r, "x-ratelimit-reset", "60");
    }
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
