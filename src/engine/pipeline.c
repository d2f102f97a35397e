/* SPDX-License-Identifier: MIT */
/*
 * The main file of the engine, which processes requests: it finds the operation in the registry, runs
 * the steps of the operation's family in their order, and counts, logs and records the answer.
 *
 * - A step returns PASS, 0 (it has replied, or the request waits) or a negative errno. Only here does
 *   a negative errno become a 500.
 * - A request that waits is run again from its first step, so steps must be repeatable.
 * - Every answer is counted, logged and recorded exactly once, at the end of pipeline_run or
 *   pipeline_refuse.
 * - One thread runs all requests; a step never blocks. It suspends the request instead (request_hold).
 *
 * Start reading at pipeline_run, then read steps.h and the steps of a family (weavr/multi_family.c).
 */
#include "engine/pipeline.h"

#include "base/log.h"
#include "base/memory.h"
#include "cors.h"
#include "engine/records/redact.h"
#include "engine/reply.h"
#include "engine/router.h"
#include "records/recording.h"
#include "steps/apply_fault.h"
#include "steps/replay.h"
#include "store/ids.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* -EEXIST gets here if a handler didn't expect the constraint: the database says which it was. */
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
    if (r->reply.status == 0)
        log_pair("abandoned", r->reply.reason);
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

/* A realm's coverage is allocated at its first request: most realms have none. */
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

/* An operation's larger limit applies only to callers that the family trusts. */
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

/* Replaces the reply by a 500. The transaction, if any, has been rolled back already. */
static void reply_fault(struct request *r, int rc)
{
    r->reply = (struct reply){.body = TEXT_IN(r->arena)};
    r->decoder = (struct decoder){.arena = r->arena};
    refuse(r, INTERNAL_ERROR, "sandgate failed: %s", fault_text(r, rc));
}

static int run_steps(struct request *r)
{
    step_fn *const *step = r->family->steps;
    int rc = store_ids_ensure(r->store);

    memory_clear_failure(); /* of something between the requests */
    if (rc == 0)
        rc = PASS;
    while (rc == PASS && *step != NULL) {
        rc = (*step++)(r);
        if (rc >= 0 && memory_failed())
            rc = -ENOMEM;
    }
    return rc;
}

/* After a wait, authentication is checked again: keys and tokens may have changed. */
static void restart(struct request *r)
{
    json_decref(r->json);
    r->json = NULL;
    r->unreadable = NULL;
    r->realm = NULL;
    r->session = (struct session){.id = 0};
}

/* Restores the reply that a fault has delayed. */
static void restore_reply(struct request *r)
{
    r->reply = r->applied_fault->reply;
    r->realm = realms_find_by_id(&r->gateway->realms, r->applied_fault->realm);
    if (r->realm != NULL)
        r->now = clock_now(&r->realm->clock);
}

/* "OPTIONS *" asks whether the server is there (RFC 9110, section 9.3.7). */
static bool answer_ping(struct request *r)
{
    if (r->method != OPTIONS || strcmp(r->path, "*") != 0)
        return false;
    r->reply.status = 204;
    return true;
}

/* Logs and records the request; `rc` is the failure of a step. */
static void record(struct request *r, int rc, int64_t micros, bool in_journal)
{
    if (!r->gateway->quiet)
        log_request(r, rc, micros);
    if (in_journal)
        recording_add(r, micros);
    gateway_publish(r->gateway);
}

static void finish(struct request *r, int rc, bool in_journal)
{
    int64_t micros = clock_monotonic_micros() - r->started;

    cors_allow(r);
    count(r, micros);
    record(r, rc, micros, in_journal);
}

void pipeline_run(struct request *r)
{
    bool finished = r->applied_fault != NULL && r->applied_fault->finished;
    bool in_journal = true;
    int rc = 0;

    if (r->hold.until != 0)
        restart(r);
    if (finished)
        restore_reply(r);
    else if (cors_preflight(r) || answer_ping(r))
        in_journal = false; /* clients send it by themselves */
    else
        rc = run_steps(r);
    if (rc < 0)
        reply_fault(r, rc);
    else if (!finished)
        apply_fault_to_reply(r);
    if (r->reply.status == 0) {
        replay_begin(r);
        r->hold.home = r->realm == NULL ? 0 : r->realm->id;
        return;
    }
    finish(r, rc, in_journal);
}

void pipeline_refuse(struct request *r, enum error error, const char *why)
{
    r->operation = NULL;
    r->reply = (struct reply){.body = TEXT_IN(r->arena)};
    refuse(r, error, "%s", why);
    finish(r, 0, true);
}

void pipeline_abandon(struct request *r, const char *why)
{
    r->realm = realms_find_by_id(&r->gateway->realms, r->hold.home);
    r->reply = (struct reply){.connection = CONNECTION_CLOSED, .reason = why};
    record(r, 0, clock_monotonic_micros() - r->started, true);
}

void request_release(struct request *r)
{
    replay_end(r);
    feed_unsubscribe(&r->gateway->feed, r->reply.stream);
    request_settle(r, false);
    request_end_reading(r);
    json_decref(r->json);
    r->json = NULL;
}
