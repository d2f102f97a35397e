/* SPDX-License-Identifier: MIT */
/*
 * Control API: events while they happen (control.md 8). An event is named like its only
 * member beside the realm, and shows a row as it is once the change is committed: the same id comes
 * again when its row changes.
 */
#include "control/control.h"
#include "directory/sessions_store.h"
#include "engine/reply.h"
#include "list_items.h"
#include "parameters.h"
#include "store/changes.h"
#include "weavr/challenges_store.h"
#include "weavr/shared_types.h"

struct events_query {
    const char *realm;
};

static const struct rule events_rules[] = {
    RULE_TEXT(struct events_query, realm, "realm", .place = IN_QUERY),
    END_OF_RULES,
};
static const struct input events_input = {
    .name = "EventsQuery", .rules = events_rules, .size = sizeof(struct events_query)};

struct happening {
    int64_t realm; /* 0: a request that found none */
    const struct request_row *request;
    const struct message_row *message;
    const struct challenge_row *challenge;
    const struct session_row *session;
};

static const struct field happening_fields[] = {
    SHOW_ID(struct happening, realm, "realm", OPTIONAL),
    SHOW_POINTER(struct happening, request, "request", request_fields, OPTIONAL),
    SHOW_POINTER(struct happening, message, "message", message_fields, OPTIONAL),
    SHOW_POINTER(struct happening, challenge, "challenge", challenge_fields, OPTIONAL),
    SHOW_POINTER(struct happening, session, "session", session_fields, OPTIONAL),
    END_OF_FIELDS,
};
static const struct view happening_view = {.name = "Event", .fields = happening_fields};

static void tell(struct gateway *g, struct arena *a, const char *event,
                 const struct happening *happening)
{
    struct text t = TEXT_IN(a);

    view_write(&t, &happening_view, happening);
    feed_tell(&g->feed, happening->realm, event, text_string(&t));
}

/* A row that is gone has nothing to tell; neither has one that the database can't read now. */
static void tell_message(struct gateway *g, struct arena *a, const struct change *change)
{
    struct message message;

    if (!feed_is_heard(&g->feed, change->realm) ||
        store_message_find(g->store, a, change->realm, change->id, &message) < 0)
        return;
    const struct message_row row = message_row_of(a, &message);

    tell(g, a, "message", &(struct happening){.realm = change->realm, .message = &row});
}

static void tell_challenge(struct gateway *g, struct arena *a, const struct change *change)
{
    struct challenge challenge;

    if (store_challenge_find(g->store, a, change->id, &challenge) < 0 ||
        !feed_is_heard(&g->feed, challenge.realm))
        return;
    const struct realm *realm = realms_find_by_id(&g->realms, challenge.realm);
    const struct challenge_row row = challenge_row_of(&challenge, clock_now(&realm->clock));

    tell(g, a, "challenge", &(struct happening){.realm = realm->id, .challenge = &row});
}

static void tell_session(struct gateway *g, struct arena *a, const struct change *change)
{
    struct session session;

    if (store_session_find(g->store, change->id, &session) < 0 ||
        !feed_is_heard(&g->feed, session.realm))
        return;
    const struct realm *realm = realms_find_by_id(&g->realms, session.realm);
    const struct session_row row = session_row_of(&session, &realm->settings);

    tell(g, a, "session", &(struct happening){.realm = realm->id, .session = &row});
}

static void tell_changes(struct gateway *g, struct arena *a)
{
    static void (*const tellers[])(struct gateway *, struct arena *, const struct change *) = {
        [CHANGED_MESSAGE] = tell_message,
        [CHANGED_CHALLENGE] = tell_challenge,
        [CHANGED_SESSION] = tell_session,
    };
    struct list changes;
    size_t missed = store_take_changes(g->store, a, &changes);

    for (size_t i = 0; i < changes.count; i++) {
        const struct change *change = list_at(&changes, i);

        tellers[change->kind](g, a, change);
    }
    if (missed > 0)
        feed_comment(&g->feed,
                     arena_printf(a, "%zu changes at once were too many to tell", missed));
}

static void tell_request(struct gateway *g, struct arena *a, const struct record *record)
{
    int64_t realm = record->realm;

    if (!feed_is_heard(&g->feed, realm))
        return;
    const struct request_row row = request_row_of(g, a, record);

    tell(g, a, "request", &(struct happening){.realm = realm, .request = &row});
}

/* The newest is the last of the queue, the ones to tell are those behind the last told. */
static void tell_requests(struct gateway *g, struct arena *a)
{
    const struct record *record = TAILQ_LAST(&g->journals.all, records);
    const struct record *first = NULL;

    for (; record != NULL && record->number > g->feed.told;
         record = TAILQ_PREV(record, records, in_all))
        first = record;
    g->feed.told = g->journals.recorded;
    for (; first != NULL; first = TAILQ_NEXT(first, in_all))
        tell_request(g, a, first);
}

void feed_publish(struct gateway *g)
{
    struct arena arena = ARENA_EMPTY;

    tell_changes(g, &arena);
    tell_requests(g, &arena);
    arena_free(&arena);
}

static int events_get(struct request *r)
{
    const struct events_query *in = r->input;
    struct realm *realm;
    int rc = realm_or_reply(r, in->realm, &realm);

    if (rc != PASS)
        return rc;
    struct stream *stream = feed_join(&r->gateway->feed, r->arena, realm == NULL ? 0 : realm->id);

    if (stream == NULL)
        return refuse(r, TOO_MANY_LISTENERS, "%d listen to events already", STREAMS_MOST);
    return reply_stream(r, stream);
}

/* clang-format off */
const struct operation feed_operations[] = {
    OPERATION(events_get, GET, "/_sandgate/events", OPERATOR,
              .summary = "Server-sent events while they happen: request, message, challenge, session",
              .group = &journal_group, .input = &events_input, .status = 200, .media_type = "text/event-stream",
              .errors = ERRORS(NOT_FOUND, TOO_MANY_LISTENERS)),
    END_OF_OPERATIONS,
};
/* clang-format on */
