/* SPDX-License-Identifier: MIT */
/*
 * The steps that use the operation's row: whether the operation exists, the size of the body, who may
 * call, the object of the path, and the handler.
 */
#include "base/memory.h"
#include "engine/records/redact.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/suggest.h"
#include "steps/replay.h"

#include <errno.h>

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

/*
 * Waits until everything that is due in the realm is done, which other realms need not. A request that has
 * begun goes on with the realm as it was.
 */
int step_catch_up(struct request *r)
{
    int rc = r->realm == NULL || r->progress != NULL
                 ? 0
                 : schedule_catch_up(&r->gateway->schedule, r->realm, r->now, r->arena);

    if (rc < 0)
        return rc;
    if (rc == 0)
        return PASS;
    return r->realm->readers > 0 ? request_wait_turn(r) : request_yield(r);
}

int step_permit(struct request *r)
{
    return r->operation->permit == NULL ? PASS : r->operation->permit(r);
}

int step_find(struct request *r)
{
    return r->operation->find == NULL ? PASS : r->operation->find(r);
}

/* Errors commit, too, because failed attempts must count. Only a failure of sandgate rolls back. */
static int handle_in_transaction(struct request *r)
{
    int rc = store_begin(r->store);

    if (rc == 0)
        rc = r->operation->handle(r);
    if (rc == 0)
        rc = replay_save(r);
    if (rc == 0 && memory_failed())
        rc = -ENOMEM;
    if (rc == 0)
        rc = store_commit(r->store);
    if (rc < 0)
        realm_roll_back(r->realm, r->store);
    request_settle(r, rc == 0);
    if (rc == 0 && memory_failed())
        memory_exhausted(); /* what is in memory no longer agrees with what was committed */
    return rc;
}

int step_handle(struct request *r)
{
    const struct operation *operation = r->operation;
    bool writes = operation->writes ||
                  (operation->writes_if != NULL && operation->writes_if(&r->realm->settings));

    if (writes && r->realm != NULL && r->realm->readers > 0)
        return request_wait_turn(r);
    return writes ? handle_in_transaction(r) : operation->handle(r);
}
