/* SPDX-License-Identifier: MIT */
/* Faults that a request selects with the Prefer header, as in Prism (control.md 5). */
#include "apply_fault.h"
#include "engine/reply.h"
#include "engine/steps.h"

#include <stdlib.h>
#include <string.h>

#define DELAY_MOST_MILLIS 60000

/* The value of a preference (RFC 7240) in any Prefer header, or NULL. */
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

static int apply_code(struct request *r, const char *code)
{
    int status = (int) strtol(code, NULL, 10);
    const char *name = preference(r, "error");

    if (status == r->operation->status)
        return PASS;
    enum error error = documented_error(r->operation, r->family, status, name);

    if (error == NO_ERROR)
        return refuse(r, r->family->invalid, "Prefer: %s documents no status %.20s%s%.60s",
                      r->operation->name, code, name == NULL ? "" : " with error ",
                      name == NULL ? "" : name);
    return refuse_as_documented(r, error,
                                arena_printf(r->arena, "requested by Prefer: code=%d", status));
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

    return rc == PASS && code != NULL ? apply_code(r, code) : rc;
}
