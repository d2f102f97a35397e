/* SPDX-License-Identifier: MIT */
/* The way of a request: find its operation, run its family's steps, reply, log. */
#include "engine/pipeline.h"

#include "base/log.h"
#include "engine/cors.h"
#include "engine/redact.h"
#include "engine/replay.h"
#include "engine/reply.h"
#include "engine/router.h"
#include "engine/steps.h"
#include "engine/suggest.h"
#include "store/ids.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *request_header(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->headers.count; i++) {
        if (strcasecmp(r->headers.items[i].name, name) == 0)
            return r->headers.items[i].value;
    }
    return NULL;
}

size_t request_header_count(const struct request *r, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < r->headers.count; i++)
        count += strcasecmp(r->headers.items[i].name, name) == 0;
    return count;
}

const char *request_parameter(const struct request *r, const char *name)
{
    const struct pair *found = pairs_find(&r->parameters, name);

    return found == NULL ? "" : found->value;
}

int request_hold(struct request *r, int64_t until, bool watching)
{
    replay_begin(r);
    r->hold = (struct hold){.until = until};
    if (watching) {
        r->hold.realm = r->realm->id;
        r->hold.seen = r->realm->news;
        r->hold.read = r->gateway->journals.recorded;
    }
    return 0;
}

bool request_is_due(const struct request *r, int64_t monotonic)
{
    if (r->gateway->stopping || monotonic >= r->hold.until)
        return true;
    if (r->hold.realm == 0)
        return false;
    const struct realm *realm = realms_find_by_id(&r->gateway->realms, r->hold.realm);

    return realm == NULL || realm->news != r->hold.seen;
}

int step_operation(struct request *r)
{
    if (r->operation != NULL)
        return PASS;
    const char *path = redacted_unknown_path(r->arena, r->path);

    if (r->allowed == NULL) {
        const char *nearest = suggest_operation(r);

        return nearest == NULL
                   ? refuse(r, NOT_FOUND, "unknown operation %s", path)
                   : refuse(r, NOT_FOUND, "unknown operation %s; did you mean %s?", path, nearest);
    }
    reply_header(r, "Allow", r->allowed);
    return refuse(r, METHOD_NOT_ALLOWED, "method not allowed: %s takes %s", path, r->allowed);
}

int step_body_size(struct request *r)
{
    if (!r->body_too_large)
        return PASS;
    return refuse(r, PAYLOAD_TOO_LARGE, "the body is larger than %zu bytes", r->body_limit);
}

int step_catch_up(struct request *r)
{
    if (r->realm == NULL || r->now < r->realm->due[DUE_CHALLENGE] || r->gateway->catch_up == NULL)
        return PASS;
    int rc = r->gateway->catch_up(r->gateway, r->realm, r->arena);

    return rc < 0 ? rc : PASS;
}

int step_permit(struct request *r)
{
    return r->operation->permit == NULL ? PASS : r->operation->permit(r);
}

int step_find(struct request *r)
{
    return r->operation->find == NULL ? PASS : r->operation->find(r);
}

static void settle(struct request *r, bool committed)
{
    if (r->settle != NULL)
        r->settle(r, committed);
    r->settle = NULL;
}

/* A reply commits, a refusal too (failed attempts must count); a fault rolls back. */
static int handle_in_transaction(struct request *r)
{
    int rc = store_begin(r->store);

    if (rc == 0)
        rc = r->operation->handle(r);
    if (rc == 0)
        rc = replay_keep(r);
    if (rc == 0)
        rc = store_commit(r->store);
    if (rc < 0)
        realm_roll_back(r->realm, r->store);
    settle(r, rc == 0);
    return rc;
}

int step_handle(struct request *r)
{
    const struct operation *operation = r->operation;
    bool writes = operation->writes ||
                  (operation->writes_where != NULL && operation->writes_where(&r->realm->settings));

    return writes ? handle_in_transaction(r) : operation->handle(r);
}

/* A broken constraint that no handler expected is the database's to explain, too. */
static const char *fault_text(const struct request *r, int rc)
{
    return rc == -EIO || rc == -EEXIST ? store_error(r->store) : strerror(-rc);
}

static void log_request(const struct request *r, int rc, int64_t micros)
{
    log_begin();
    log_pair("op", r->operation == NULL ? "-" : r->operation->name);
    if (r->operation == NULL) {
        log_pair("method", r->method == OTHER_METHOD ? "-" : method_names[r->method]);
        log_pair("path", redacted_unknown_path(r->arena, r->path));
    }
    log_number("status", r->reply.status);
    if (r->reply.error != NO_ERROR)
        log_pair("error", error_rows[r->reply.error].name);
    if (rc < 0)
        log_pair("fault", fault_text(r, rc));
    if (r->realm != NULL)
        log_pair("realm", r->realm->name);
    if (r->session.person != 0)
        log_number("caller", r->session.person);
    log_number("us", micros);
    log_pair("ref", r->reference);
    log_end();
}

/* What a realm has met is remembered from its first client on: most realms have none. */
static void note_coverage(const struct request *r, size_t operation)
{
    const struct gateway *g = r->gateway;
    struct realm *realm = r->family->is_control ? NULL : r->realm;

    coverage_note(&g->coverage[operation], r->reply.error);
    if (realm == NULL)
        return;
    if (realm->coverage == NULL)
        realm->coverage = coverage_new(g->registry->count);
    coverage_note(&realm->coverage[operation], r->reply.error);
}

static void count(const struct request *r, int64_t micros)
{
    const struct gateway *g = r->gateway;
    size_t operation = r->operation == NULL ? g->registry->count : r->operation->index;

    meter_count(&g->meters[operation], r->reply.status, micros);
    if (r->operation != NULL)
        note_coverage(r, operation);
}

/* What may be large is large only for those who may send it at all. */
static size_t body_limit(const struct request *r)
{
    const struct family *family = r->family;

    if (r->operation == NULL || r->operation->body_limit == 0 ||
        (family->trusts != NULL && !family->trusts(r)))
        return family->body_limit;
    return r->operation->body_limit;
}

void pipeline_begin(struct request *r)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    struct gateway *g = r->gateway;
    size_t head = strlen(g->reference_head);
    uint64_t number = g->references++;

    memcpy(r->reference, g->reference_head, head);
    for (size_t i = 8; i > 0; i--, number /= 32)
        r->reference[head + i - 1] = digits[number % 32];
    r->started = clock_monotonic_micros();
    r->store = g->store;
    r->reply.body = TEXT_IN(r->arena);
    router_find(r);
    r->body_limit = body_limit(r);
}

/* Whatever was half done is undone; the caller sees 500 (errors are logged here, once). */
static void reply_fault(struct request *r, int rc)
{
    r->reply = (struct reply){.body = TEXT_IN(r->arena)};
    refuse(r, INTERNAL_ERROR, "sandgate failed: %s", fault_text(r, rc));
}

static int run_steps(struct request *r)
{
    step_fn *const *step = r->family->steps;
    int rc = store_ids_keep(r->store);

    if (rc == 0)
        rc = PASS;
    while (rc == PASS && *step != NULL)
        rc = (*step++)(r);
    return rc;
}

/* A request that waited starts anew: keys and tokens may have changed meanwhile. */
static void restart(struct request *r)
{
    json_decref(r->json);
    r->json = NULL;
    r->unreadable = NULL;
    r->realm = NULL;
    r->session = (struct session){.id = 0};
}

/* The answer that a fault has delayed. */
static void take_up(struct request *r)
{
    r->reply = r->strike->reply;
    r->realm = realms_find_by_id(&r->gateway->realms, r->strike->realm);
    if (r->realm != NULL)
        r->now = clock_now(&r->realm->clock);
}

void pipeline_run(struct request *r)
{
    bool finished = r->strike != NULL && r->strike->finished;
    bool asked = true; /* not only by a browser whether it may ask */
    int rc = 0;

    if (r->hold.until != 0)
        restart(r);
    if (finished)
        take_up(r);
    else if (r->too_many_pairs)
        rc = refuse(r, r->family->invalid, "there are too many headers or query members");
    else if (cors_preflight(r))
        asked = false;
    else
        rc = run_steps(r);
    if (rc < 0)
        reply_fault(r, rc);
    else if (!finished)
        faults_finish(r);
    if (r->reply.status == 0)
        return;
    cors_allow(r);
    int64_t micros = clock_monotonic_micros() - r->started;

    count(r, micros);
    if (!r->gateway->quiet)
        log_request(r, rc, micros);
    if (asked)
        journal_record(r, micros);
    gateway_tell(r->gateway);
}

void request_release(struct request *r)
{
    replay_end(r);
    feed_leave(r->gateway, r->reply.stream);
    settle(r, false);
    json_decref(r->json);
    r->json = NULL;
}
