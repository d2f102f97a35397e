/* SPDX-License-Identifier: MIT */
/*
 * Applies faults to requests. The first fault that matches is copied into the request's arena. Its
 * effect is a delay, another answer, further headers, or a closed connection. step_faults applies it
 * before the operation, apply_fault_to_reply after it.
 */
#include "apply_fault.h"

#include "base/glob.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/steps/limits.h"

#include <string.h>

int refuse_as_documented(struct request *r, enum error error, const char *reason)
{
    if (error_rows[error].shape == SHAPE_TOKEN)
        r->reply.token = "preferred";
    if (error == TOO_MANY_REQUESTS)
        limits_headers(r, 100, 60);
    return refuse(r, error, "%s", reason);
}

static bool matches(const struct fault *fault, const struct request *r)
{
    return (fault->operation == NULL || operation_is(r->operation, fault->operation)) &&
           (fault->method == OTHER_METHOD || fault->method == r->method) &&
           (fault->path == NULL || glob_matches(fault->path, r->path));
}

#define CHANCES 1000000000

static bool hits(struct fault *fault, struct random *random)
{
    if (fault->times != 0 && fault->hits >= fault->times)
        return false;
    if (fault->matched++ < fault->passes)
        return false;
    return fault->probability >= 1 ||
           (double) random_below(random, CHANCES) < fault->probability * CHANCES;
}

/* A copy, because the fault may be deleted while the request waits. */
static struct applied_fault *copy_fault(struct request *r, struct fault *fault)
{
    struct arena *a = r->arena;
    struct applied_fault *ret = arena_alloc(a, sizeof *ret);
    struct pair *headers = arena_array(a, fault->effect.headers.count, sizeof *headers);

    fault->hits++;
    ret->effect = fault->effect;
    ret->reason = arena_printf(a, "requested by fault %lld", (long long) fault->id);
    ret->effect.error = arena_text(a, fault->effect.error);
    ret->effect.body = arena_text(a, fault->effect.body);
    for (size_t i = 0; i < fault->effect.headers.count; i++) {
        const struct pair *pair = &fault->effect.headers.items[i];

        headers[i] =
            (struct pair){arena_text(a, pair->name), arena_text(a, pair->value), pair->length};
    }
    ret->effect.headers.items = headers;
    return ret;
}

static struct applied_fault *find_fault(struct request *r)
{
    struct fault *fault;

    TAILQ_FOREACH(fault, &r->realm->faults.list, in_realm)
    {
        if (matches(fault, r) && hits(fault, &r->gateway->random))
            return copy_fault(r, fault);
    }
    return NULL;
}

/* Whether it replaces the operation's answer. */
static bool replaces_answer(const struct effect *e)
{
    return e->status != 0 || e->error != NULL || e->body != NULL ||
           (e->connection != CONNECTION_KEPT && !e->after);
}

/* After the operation, a fault that is not an error changes only the parts that it specifies. */
static bool changes_answer(const struct effect *e)
{
    return e->after && e->error == NULL && e->status < 400;
}

static void write_body(struct request *r, const struct effect *e)
{
    struct text *t = &r->reply.body;

    *t = TEXT_IN(r->arena);
    r->reply.media_type = e->body != NULL ? e->media_type : "application/json";
    if (e->body != NULL) {
        text_add(t, e->body);
    } else if (e->error != NULL) {
        text_add(t, "{\"errorCode\":");
        text_quoted(t, e->error);
        text_char(t, '}');
    } else {
        text_add(t, "{}"); /* to be truncated */
    }
}

/* The status of the effect or of its error; 200 if it has neither. */
static int status_of(const struct effect *e)
{
    if (e->status != 0)
        return e->status;
    return e->error == NULL ? 200 : error_rows[error_find(e->error)].status;
}

static int write_answer(struct request *r, const struct effect *e)
{
    if (!changes_answer(e))
        r->reply = (struct reply){.status = status_of(e), .body = TEXT_IN(r->arena)};
    else if (e->status != 0)
        r->reply.status = e->status;
    r->reply.reason = r->applied_fault->reason;
    if (e->body != NULL || e->error != NULL ||
        (e->connection == CONNECTION_TRUNCATED && r->reply.body.length == 0))
        write_body(r, e);
    return 0;
}

static int apply_effect(struct request *r)
{
    const struct effect *e = &r->applied_fault->effect;
    enum error error = NO_ERROR;

    if (e->body == NULL && r->operation != NULL && (e->status >= 400 || e->error != NULL))
        error = documented_error(r->operation, r->family, e->status, e->error);
    if (error == NO_ERROR)
        return write_answer(r, e);
    r->reply = (struct reply){.body = TEXT_IN(r->arena)};
    return refuse_as_documented(r, error, r->applied_fault->reason);
}

/* Whether the fault's delay must still begin. The next call returns false. */
static bool begins_delay(struct request *r)
{
    bool wait =
        r->applied_fault->effect.delay > 0 && !r->applied_fault->waited && !r->gateway->stopping;

    r->applied_fault->waited = true;
    return wait;
}

static int wait_for(struct request *r)
{
    return request_hold(r, clock_monotonic() + r->applied_fault->effect.delay, false);
}

int step_faults(struct request *r)
{
    if (!r->faults_checked && r->realm != NULL)
        r->applied_fault = find_fault(r);
    r->faults_checked = true;
    if (r->applied_fault == NULL || r->applied_fault->effect.after)
        return PASS;
    if (begins_delay(r))
        return wait_for(r);
    return replaces_answer(&r->applied_fault->effect) ? apply_effect(r) : PASS;
}

/* A media type of its own replaces that of the body. */
static void add_headers(struct request *r, const struct pairs *headers)
{
    for (size_t i = 0; i < headers->count; i++) {
        const struct pair *header = &headers->items[i];

        if (strcasecmp(header->name, "content-type") == 0)
            r->reply.media_type = header->value;
        else
            reply_header(r, header->name, header->value);
    }
}

void apply_fault_to_reply(struct request *r)
{
    struct applied_fault *s = r->applied_fault;

    if (s == NULL || r->reply.status == 0)
        return;
    if (s->effect.after && replaces_answer(&s->effect))
        apply_effect(r);
    add_headers(r, &s->effect.headers);
    r->reply.connection = s->effect.connection;
    if (r->reply.connection != CONNECTION_KEPT && r->reply.reason == NULL)
        r->reply.reason = s->reason;
    if (!s->effect.after || !begins_delay(r))
        return;
    s->realm = r->realm->id;
    s->finished = true;
    s->reply = r->reply;
    r->reply = (struct reply){.body = TEXT_IN(r->arena)};
    wait_for(r);
}
