/* SPDX-License-Identifier: MIT */
/*
 * Idempotency: a repeated call with the same idempotency-ref is not executed again. It gets the first
 * answer (weavr-auth.md 1.2 and 5.2 C11), or the current state of the object that the first call
 * created (weavr-identities.md 1.5). After an error, a call with the same payload is executed.
 */
#include "replay.h"

#include "engine/reply.h"
#include "engine/steps.h"
#include "store/replays.h"

#include <errno.h>
#include <string.h>

/* 8000 characters are too many (weavr-identities.md 1.6). */
#define REFERENCE_MOST 7999

struct pending_call {
    struct replay_key key;
    struct pending_call *next;
};

/* NULL: none, or the operation ignores it. Clients that don't use the header may send it empty. */
static const char *reference_of(const struct request *r)
{
    const char *reference = r->operation != NULL && r->operation->replays != NULL
                                ? request_header(r, "idempotency-ref")
                                : NULL;

    return reference == NULL || *reference == '\0' ? NULL : reference;
}

/* Step-ups belong to a session; objects belong to an identity, which may have several sessions. */
static struct replay_key key_of(const struct request *r, const char *reference)
{
    struct replay_key key = {
        .realm = r->realm->id,
        .scope = r->operation->replays->shows_current ? r->session.identity : r->session.id,
        .operation = r->operation->name,
    };

    digest(reference, strlen(reference), key.reference);
    return key;
}

static bool is_same_call(const struct replay_key *a, const struct replay_key *b)
{
    return a->realm == b->realm && a->scope == b->scope && a->operation == b->operation &&
           memcmp(a->reference, b->reference, sizeof a->reference) == 0;
}

static bool is_running(const struct request *r, const struct replay_key *key)
{
    /* a call that has waited is in the list itself; older calls are behind it */
    const struct pending_call *other =
        r->pending_call == NULL ? r->gateway->pending_calls : r->pending_call->next;

    for (; other != NULL; other = other->next) {
        if (is_same_call(&other->key, key))
            return true;
    }
    return false;
}

/* The path is part of the payload, because it may contain a channel. */
static void digest_payload(const struct request *r, unsigned char ret[static DIGEST_SIZE])
{
    struct text t = TEXT_IN(r->arena);

    text_add(&t, r->path);
    text_char(&t, '\n');
    text_addn(&t, r->body, r->body_length);
    digest(text_string(&t), t.length, ret);
}

static int answer_again(struct request *r, const struct replay *kept)
{
    const struct replays *replays = r->operation->replays;

    if (replays->shows_current)
        return replays->show == NULL ? reply(r, NULL) : replays->show(r, kept->made);
    r->reply.status = (int) kept->status;
    r->reply.media_type = kept->media_type;
    text_add(&r->reply.body, kept->body);
    return 0;
}

int step_replay(struct request *r)
{
    const char *reference = reference_of(r);
    unsigned char payload[DIGEST_SIZE];
    struct replay kept;

    if (reference == NULL)
        return PASS;
    if (strlen(reference) > REFERENCE_MOST)
        return refuse(r, PAYLOAD_TOO_LARGE, "idempotency-ref is longer than %d characters",
                      REFERENCE_MOST);
    struct replay_key key = key_of(r, reference);

    /* if the current state is shown, the answer does not depend on the other call */
    if (!r->operation->replays->shows_current && is_running(r, &key))
        return refuse(r, IDEMPOTENT_REQUEST_IN_PROGRESS,
                      "a call with this idempotency-ref is not answered yet");
    int rc = store_replay_find(r->store, r->arena, &key, &kept);
    if (rc == -ENOENT || (rc == 0 && r->now >= kept.expires))
        return PASS;
    if (rc < 0)
        return rc;
    digest_payload(r, payload);
    if (memcmp(payload, kept.payload, sizeof payload) != 0)
        return refuse(r, *replay_errors(r->operation->replays),
                      "another call with this idempotency-ref had a different payload");
    return kept.status == 0 ? PASS : answer_again(r, &kept);
}

int replay_save(struct request *r)
{
    const char *reference = reference_of(r);

    if (reference == NULL)
        return 0;
    bool refused = r->reply.error != NO_ERROR;

    if (refused && r->operation->replays->forgets_refusals)
        return 0;
    bool as_before = !refused && !r->operation->replays->shows_current;
    struct replay_key key = key_of(r, reference);
    struct replay kept = {
        .status = refused ? 0 : r->reply.status,
        .media_type = as_before ? r->reply.media_type : NULL,
        .body = as_before ? text_string(&r->reply.body) : "",
        .made = r->made,
        .expires = r->now + r->realm->settings.idempotency_seconds * 1000,
    };

    digest_payload(r, kept.payload);
    return store_replay_save(r->store, &key, &kept, r->now);
}

void replay_begin(struct request *r)
{
    const char *reference = reference_of(r);

    /* without a session the call has not been authenticated: a fault delays it before that */
    if (reference == NULL || r->operation->replays->shows_current || r->pending_call != NULL ||
        r->session.id == 0)
        return;
    r->pending_call = arena_alloc(r->arena, sizeof *r->pending_call);
    *r->pending_call = (struct pending_call){key_of(r, reference), r->gateway->pending_calls};
    r->gateway->pending_calls = r->pending_call;
}

void replay_end(struct request *r)
{
    struct pending_call **at = &r->gateway->pending_calls;

    if (r->pending_call == NULL)
        return;
    while (*at != r->pending_call)
        at = &(*at)->next;
    *at = r->pending_call->next;
    r->pending_call = NULL;
}
