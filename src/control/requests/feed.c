/* SPDX-License-Identifier: MIT */
/*
 * Control API: the stream of events (control.md 8). An event has the name of its only member beside
 * the realm. It shows the row as it is after the commit; when the row changes again, another event
 * with the same id follows.
 */
#include "control/control.h"
#include "directory/sessions_store.h"
#include "engine/reply.h"
#include "journal.h"
#include "parameters.h"
#include "people/challenges.h"
#include "people/outbox.h"
#include "people/sessions.h"
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

struct event_row {
    int64_t realm; /* 0: a request that matched none */
    const struct request_row *request;
    const struct message_row *message;
    const struct challenge_row *challenge;
    const struct session_row *session;
};

static const struct field event_fields[] = {
    SHOW_ID(struct event_row, realm, "realm", OPTIONAL),
    SHOW_POINTER(struct event_row, request, "request", request_fields, OPTIONAL),
    SHOW_POINTER(struct event_row, message, "message", message_fields, OPTIONAL),
    SHOW_POINTER(struct event_row, challenge, "challenge", challenge_fields, OPTIONAL),
    SHOW_POINTER(struct event_row, session, "session", session_fields, OPTIONAL),
    END_OF_FIELDS,
};
static const struct view event_view = {.name = "Event", .fields = event_fields};

static void publish(struct gateway *g, struct arena *a, const char *event,
                    const struct event_row *row)
{
    struct text t = TEXT_IN(a);

    view_write(&t, &event_view, row);
    feed_send_event(&g->feed, row->realm, event, text_string(&t));
}

/* A row that was deleted since, or that can't be read now, has no event. */
static void publish_message(struct gateway *g, struct arena *a, const struct change *change)
{
    struct message message;

    if (!feed_has_listeners(&g->feed, change->realm) ||
        store_message_find(g->store, a, change->realm, change->id, &message) < 0)
        return;
    const struct message_row row = message_row_of(a, &message);

    publish(g, a, "message", &(struct event_row){.realm = change->realm, .message = &row});
}

static void publish_challenge(struct gateway *g, struct arena *a, const struct change *change)
{
    struct challenge challenge;

    if (store_challenge_find(g->store, a, change->id, &challenge) < 0 ||
        !feed_has_listeners(&g->feed, challenge.realm))
        return;
    const struct realm *realm = realms_find_by_id(&g->realms, challenge.realm);
    const struct challenge_row row = challenge_row_of(&challenge, clock_now(&realm->clock));

    publish(g, a, "challenge", &(struct event_row){.realm = realm->id, .challenge = &row});
}

static void publish_session(struct gateway *g, struct arena *a, const struct change *change)
{
    struct session session;

    if (store_session_find(g->store, change->id, &session) < 0 ||
        !feed_has_listeners(&g->feed, session.realm))
        return;
    const struct realm *realm = realms_find_by_id(&g->realms, session.realm);
    const struct session_row row = session_row_of(&session, &realm->settings);

    publish(g, a, "session", &(struct event_row){.realm = realm->id, .session = &row});
}

static void publish_changes(struct gateway *g, struct arena *a)
{
    static void (*const publishers[])(struct gateway *, struct arena *, const struct change *) = {
        [CHANGED_MESSAGE] = publish_message,
        [CHANGED_CHALLENGE] = publish_challenge,
        [CHANGED_SESSION] = publish_session,
    };
    struct list changes;
    size_t missed = store_take_changes(g->store, a, &changes);

    for (size_t i = 0; i < changes.count; i++) {
        const struct change *change = list_at(&changes, i);

        publishers[change->kind](g, a, change);
    }
    if (missed > 0)
        feed_send_comment(&g->feed,
                          arena_printf(a, "%zu changes at once were too many to show", missed));
}

static void publish_request(struct gateway *g, struct arena *a, const struct record *record)
{
    int64_t realm = record->realm;

    if (!feed_has_listeners(&g->feed, realm))
        return;
    const struct request_row row = request_row_of(g, a, record);

    publish(g, a, "request", &(struct event_row){.realm = realm, .request = &row});
}

/* Publishes the records behind the last published one, oldest first. */
static void publish_requests(struct gateway *g, struct arena *a)
{
    const struct record *record = TAILQ_LAST(&g->journals.all, records);
    const struct record *first = NULL;

    for (; record != NULL && record->number > g->feed.published;
         record = TAILQ_PREV(record, records, in_all))
        first = record;
    g->feed.published = g->journals.recorded;
    for (; first != NULL; first = TAILQ_NEXT(first, in_all))
        publish_request(g, a, first);
}

void feed_publish(struct gateway *g)
{
    struct arena arena = ARENA_EMPTY;

    publish_changes(g, &arena);
    publish_requests(g, &arena);
    arena_free(&arena);
}

static int events_get(struct request *r)
{
    const struct events_query *in = r->input;
    struct realm *realm;
    int rc = realm_or_reply(r, in->realm, &realm);

    if (rc != PASS)
        return rc;
    struct stream *stream =
        feed_subscribe(&r->gateway->feed, r->arena, realm == NULL ? 0 : realm->id);

    if (stream == NULL)
        return refuse(r, TOO_MANY_LISTENERS, "there are %d listeners already", STREAMS_MOST);
    return reply_stream(r, stream);
}

/* clang-format off */
const struct operation feed_operations[] = {
    OPERATION(events_get, GET, "/_sandgate/events", OPERATOR,
              .summary = "Stream requests, messages, challenges and sessions as server-sent events",
              .group = &journal_group, .input = &events_input, .status = 200, .media_type = "text/event-stream",
              .errors = ERRORS(NOT_FOUND, TOO_MANY_LISTENERS)),
    END_OF_OPERATIONS,
};
/* clang-format on */
