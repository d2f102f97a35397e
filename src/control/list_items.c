/* SPDX-License-Identifier: MIT */
/* Rows of the control API (control.md 4 and 5). */
#include "list_items.h"

#include "engine/records/redact.h"
#include "engine/suggest.h"

static const struct field half_fields[] = {
    SHOW_JSON(struct half, headers, "headers"),
    SHOW_JSON(struct half, query, "query", OPTIONAL),
    SHOW_JSON(struct half, body, "body"),
    SHOW_INTEGER(struct half, size, "bodyBytes"),
    END_OF_FIELDS,
};

const struct field request_fields[] = {
    SHOW_TEXT(struct request_row, id, "id"),
    SHOW_TIME(struct request_row, at, "at"),
    SHOW_TEXT(struct request_row, method, "method"),
    SHOW_TEXT(struct request_row, path, "path"),
    SHOW_TEXT(struct request_row, operation, "operation", OPTIONAL),
    SHOW_INTEGER(struct request_row, status, "status"),
    SHOW_TEXT(struct request_row, reason, "reason", OPTIONAL),
    SHOW_TEXT(struct request_row, hint, "hint", OPTIONAL),
    SHOW_INTEGER(struct request_row, micros, "durationMicros"),
    SHOW_OBJECT(struct request_row, request, "request", half_fields),
    SHOW_OBJECT(struct request_row, response, "response", half_fields),
    END_OF_FIELDS,
};

/* What the caller could do: the path that was meant, or what helps against the refusal. */
static const char *hint_for(struct gateway *g, struct arena *a, const struct record *record)
{
    struct request asked = {
        .gateway = g, .arena = a, .method = record->method, .path = record->path};
    const char *nearest = record->operation == NULL ? suggest_operation(&asked) : NULL;

    if (nearest != NULL)
        return arena_printf(a, "Did you mean %s?", nearest);
    if (record->journal == &g->journals.unmatched)
        return "GET /_sandgate/realms lists the realms with the keys that lead to them.";
    return record->error == NO_ERROR ? NULL : error_hint(record->error);
}

static const char *reason_of(const struct record *record)
{
    return record->reason != NULL && looks_secret(record->reason) ? REDACTED : record->reason;
}

struct request_row request_row_of(struct gateway *g, struct arena *a, const struct record *record)
{
    return (struct request_row){
        .id = record->id,
        .at = record->at,
        .method = record->method == OTHER_METHOD ? "other" : method_names[record->method],
        .path = redacted_path(a, record),
        .operation = record->operation == NULL ? NULL : record->operation->name,
        .status = record->status,
        .reason = reason_of(record),
        .hint = hint_for(g, a, record),
        .micros = record->micros,
        .request = {redacted_headers(a, record), redacted_query(a, record),
                    redacted_body(a, record), (int64_t) record->body_length},
        .response = {redacted_answer_headers(a, record), NULL, redacted_answer(a, record),
                     (int64_t) record->answer_length},
    };
}

/* How a webhook's delivery stands; the attempts are made by the realm's clock. */
struct delivery_row {
    unsigned state;
    int64_t attempts;
    int64_t last_status;
    const char *last_error;
    int64_t next_attempt;
};

/* From DELIVERY_PENDING on. */
static const char *const delivery_states[] = {"PENDING", "DELIVERED", "FAILED", NULL};

static const struct field delivery_fields[] = {
    SHOW_NAME(struct delivery_row, state, "state", delivery_states),
    SHOW_INTEGER(struct delivery_row, attempts, "attempts"),
    SHOW_INTEGER(struct delivery_row, last_status, "lastStatus", OPTIONAL),
    SHOW_TEXT(struct delivery_row, last_error, "lastError", OPTIONAL),
    SHOW_TIME(struct delivery_row, next_attempt, "nextAttemptAt", OPTIONAL),
    END_OF_FIELDS,
};

const struct field message_fields[] = {
    SHOW_ID(struct message_row, message.id, "id"),
    SHOW_TIME(struct message_row, message.at, "at"),
    SHOW_TEXT(struct message_row, message.channel, "channel"),
    SHOW_TEXT(struct message_row, message.to, "to"),
    SHOW_TEXT(struct message_row, message.kind, "kind"),
    SHOW_TEXT(struct message_row, message.code, "code", OPTIONAL),
    SHOW_ID(struct message_row, message.challenge, "challengeId", OPTIONAL),
    SHOW_TEXT(struct message_row, message.text, "text"),
    SHOW_JSON(struct message_row, message.payload, "payload", OPTIONAL),
    SHOW_POINTER(struct message_row, delivery, "delivery", delivery_fields, OPTIONAL),
    END_OF_FIELDS,
};

static const struct delivery_row *delivery_of(struct arena *a, const struct message *m)
{
    struct delivery_row *row = NULL;

    if (m->delivery != DELIVERY_NONE) {
        row = arena_alloc(a, sizeof *row);
        *row = (struct delivery_row){m->delivery - DELIVERY_PENDING, m->attempts, m->last_status,
                                     m->last_error, m->next_attempt};
    }
    return row;
}

struct message_row message_row_of(struct arena *a, const struct message *message)
{
    return (struct message_row){*message, delivery_of(a, message)};
}

const char *const public_state_names[] = {"PENDING", "VERIFIED", "DECLINED", "EXPIRED", NULL};

const struct field challenge_fields[] = {
    SHOW_ID(struct challenge_row, id, "id"),
    SHOW_NAME(struct challenge_row, kind, "kind", challenge_kind_names),
    SHOW_NAME(struct challenge_row, channel, "channel", channel_names),
    SHOW_NAME(struct challenge_row, state, "state", public_state_names),
    SHOW_ID(struct challenge_row, user, "userId"),
    SHOW_TIME(struct challenge_row, created, "createdAt"),
    SHOW_TIME(struct challenge_row, expires, "expiresAt"),
    END_OF_FIELDS,
};

struct challenge_row challenge_row_of(const struct challenge *c, int64_t now)
{
    return (struct challenge_row){c->id,     c->kind,    c->channel, challenge_public_state(c, now),
                                  c->person, c->created, c->expires};
}

const struct field session_fields[] = {
    SHOW_ID(struct session_row, id, "id"),
    SHOW_ID(struct session_row, user, "userId", OPTIONAL),
    SHOW_TEXT(struct session_row, token_type, "tokenType"),
    SHOW_BOOLEAN(struct session_row, stepped_up, "steppedUp"),
    SHOW_TIME(struct session_row, created, "createdAt"),
    SHOW_TIME(struct session_row, last_activity, "lastActivityAt"),
    SHOW_TIME(struct session_row, expires, "expiresAt"),
    SHOW_TIME(struct session_row, ended, "endedAt", OPTIONAL),
    END_OF_FIELDS,
};

struct session_row session_row_of(const struct session *s, const struct settings *settings)
{
    return (struct session_row){
        .id = s->id,
        .user = s->person,
        .token_type = session_token_type(s->kind),
        .stepped_up = s->stepped_up,
        .created = s->created,
        .last_activity = s->last_activity,
        .expires = session_deadline(s, settings),
        .ended = s->ended,
    };
}
