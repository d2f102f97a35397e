/* SPDX-License-Identifier: MIT */
/* Control API: the outbox, in which messages and webhooks are kept (control.md 4). */
#include "outbox.h"

#include "engine/reply.h"
#include "lists.h"
#include "parameters.h"
#include "store/realms.h"

#include <string.h>

/* The state of a webhook's delivery. Times are those of the realm's clock. */
struct delivery_row {
    unsigned state;
    int64_t attempts;
    int64_t last_status;
    const char *last_error;
    int64_t next_attempt;
};

/* The states of a message that is to be delivered. */
enum shown_delivery { SHOWN_PENDING, SHOWN_DELIVERED, SHOWN_FAILED };

static const char *const delivery_states[] = {
    [SHOWN_PENDING] = "PENDING",
    [SHOWN_DELIVERED] = "DELIVERED",
    [SHOWN_FAILED] = "FAILED",
    NULL,
};

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
    static const enum shown_delivery shown[] = {
        [DELIVERY_PENDING] = SHOWN_PENDING,
        [DELIVERY_DELIVERED] = SHOWN_DELIVERED,
        [DELIVERY_FAILED] = SHOWN_FAILED,
    };
    struct delivery_row *row = NULL;

    if (m->delivery != DELIVERY_NONE) {
        row = arena_alloc(a, sizeof *row);
        *row = (struct delivery_row){shown[m->delivery], m->attempts, m->last_status, m->last_error,
                                     m->next_attempt};
    }
    return row;
}

struct message_row message_row_of(struct arena *a, const struct message *message)
{
    return (struct message_row){*message, delivery_of(a, message)};
}

static const char *const message_channels[] = {"SMS", "EMAIL", "PUSH", "WEBHOOK", NULL};

struct outbox_query {
    const char *channel;
    const char *to;
    const char *kind;
    int64_t limit;
    int64_t wait;
};

static const struct rule outbox_rules[] = {
    RULE_TEXT(struct outbox_query, channel, "channel", .place = IN_QUERY,
              .values = message_channels),
    RULE_TEXT(struct outbox_query, to, "to", .place = IN_QUERY),
    RULE_TEXT(struct outbox_query, kind, "kind", .place = IN_QUERY),
    RULE_LIMIT(struct outbox_query),
    RULE_WAIT(struct outbox_query),
    END_OF_RULES,
};
static const struct input outbox_input = {
    .name = "OutboxQuery", .rules = outbox_rules, .size = sizeof(struct outbox_query)};

struct outbox_progress {
    struct listing list;
    int64_t last; /* id of a message; 0: none yet */
};

static const struct field outbox_fields[] = {
    SHOW_LIST(struct listing, rows, "messages", message_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view outbox_view = {.name = "Outbox", .fields = outbox_fields};

static size_t message_bytes(const struct message *m)
{
    return 250 + strlen(m->text) + (m->payload == NULL ? 0 : strlen(m->payload));
}

static int outbox_list(struct request *r)
{
    const struct outbox_query *in = r->input;
    struct outbox_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct message_row), limit_or_default(in->limit));
    const struct message_filter filter = {
        .channel = in->channel,
        .to = in->to,
        .kind = in->kind,
        .before = p->last,
        .most = listing_look(&p->list, in->channel == NULL && in->to == NULL && in->kind == NULL),
    };
    struct message_page page;
    int rc = store_messages(r->store, r->arena, r->realm->id, &filter, &page);

    for (size_t i = 0; rc == 0 && i < page.messages.count && !p->list.more; i++) {
        const struct message *message = list_at(&page.messages, i);
        struct message_row *row = listing_add(r, &p->list, message_bytes(message));

        if (row != NULL)
            *row = message_row_of(r->arena, message);
    }
    p->last = page.last;
    if (rc < 0 || !listing_ends(r, &p->list, page.looked, filter.most))
        return rc;
    if (p->list.rows.count == 0 && hold_for_news(r, in->wait))
        return 0;
    return reply(r, &p->list);
}

static int outbox_clear(struct request *r)
{
    int rc = store_realm_clear_messages(r->store, r->realm->id);

    r->realm->outbox_count = COUNT_UNKNOWN;
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation outbox_operations[] = {
    OPERATION(outbox_list, GET, "/_sandgate/realms/{realm}/outbox", OPERATOR,
              .summary = "List messages, newest first; wait=5 waits for one", .group = &content_group,
              .input = &outbox_input, .status = 200, .answer = &outbox_view, .errors = ERRORS()),
    OPERATION(outbox_clear, DELETE, "/_sandgate/realms/{realm}/outbox", OPERATOR,
              .summary = "Empty the outbox", .group = &content_group,
              .status = 204, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
