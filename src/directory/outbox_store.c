/* SPDX-License-Identifier: MIT */
/* Messages. */
#include "directory/outbox_store.h"

#include "store/changes.h"
#include "store/query.h"

#include <errno.h>
#include <string.h>

static enum delivery_state read_delivery(const struct query *q, int column)
{
    return sqlite3_column_type(q->statement, column) == SQLITE_NULL
               ? DELIVERY_NONE
               : (enum delivery_state) column_name(q, column, delivery_names);
}

static void read_message(const struct query *q, struct arena *a, struct message *ret)
{
    *ret = (struct message){
        .id = column_int(q, 0),
        .at = column_int(q, 1),
        .channel = column_text(q, 2, a),
        .to = column_text(q, 3, a),
        .kind = column_text(q, 4, a),
        .code = column_text(q, 5, a),
        .challenge = column_int(q, 6),
        .text = column_text(q, 7, a),
        .payload = column_text(q, 8, a),
        .delivery = read_delivery(q, 9),
        .attempts = column_int(q, 10),
        .last_status = column_int(q, 11),
        .last_error = column_text(q, 12, a),
        .next_attempt = column_int(q, 13),
    };
}

static const char *name_of(enum delivery_state delivery)
{
    return delivery == DELIVERY_NONE ? NULL : delivery_names[delivery];
}

int store_message_insert(struct store *s, int64_t realm, const struct message *m)
{
    QUERY(q, s, MESSAGE_INSERT, INT_ARG(m->id), INT_ARG(realm), INT_ARG(m->at),
          TEXT_ARG(m->channel), TEXT_ARG(m->to), TEXT_ARG(m->kind), TEXT_ARG(m->code),
          ID_OR_NULL_ARG(m->challenge), TEXT_ARG(m->text), TEXT_ARG(m->payload),
          TEXT_ARG(name_of(m->delivery)),
          INT_IF_ARG(m->delivery == DELIVERY_PENDING, m->next_attempt));

    return changes_add(s, query_run(&q), CHANGED_MESSAGE, realm, m->id);
}

static bool is_or_any(const struct query *q, int column, const char *wanted,
                      int (*compare)(const char *, const char *))
{
    return wanted == NULL ||
           compare((const char *) sqlite3_column_text(q->statement, column), wanted) == 0;
}

/* Before it is copied: most messages don't match. */
static bool matches(const struct query *q, const struct message_filter *filter)
{
    return is_or_any(q, 2, filter->channel, strcmp) && is_or_any(q, 3, filter->to, strcasecmp) &&
           is_or_any(q, 4, filter->kind, strcmp);
}

int store_messages(struct store *s, struct arena *a, int64_t realm,
                   const struct message_filter *filter, struct message_page *ret)
{
    QUERY(q, s, MESSAGES_OF_REALM, INT_ARG(realm),
          INT_ARG(filter->before == 0 ? INT64_MAX : filter->before), INT_ARG(filter->most));
    int rc;

    *ret = (struct message_page){.messages = LIST_OF(struct message)};
    for (; (rc = query_step(&q)) == 0; ret->looked++) {
        ret->last = column_int(&q, 0);
        if (matches(&q, filter))
            read_message(&q, a, list_add(&ret->messages, a));
    }
    return rc == -ENOENT ? 0 : rc;
}

int store_message_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                       struct message *ret)
{
    QUERY(q, s, MESSAGE_BY_ID, INT_ARG(realm), INT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        read_message(&q, a, ret);
    return rc;
}

int store_messages_count(struct store *s, int64_t realm, int64_t *ret)
{
    QUERY(q, s, MESSAGES_COUNT, INT_ARG(realm));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0);
    return rc;
}

int store_messages_drop(struct store *s, int64_t realm, int64_t count)
{
    QUERY(q, s, MESSAGES_DROP, INT_ARG(realm), INT_ARG(count));

    return query_run(&q);
}

int store_message_to_deliver(struct store *s, struct arena *a, int64_t realm, struct message *ret)
{
    QUERY(q, s, MESSAGE_TO_DELIVER, INT_ARG(realm));
    int rc = query_step(&q);

    if (rc == 0)
        read_message(&q, a, ret);
    return rc;
}

int store_message_set_delivery(struct store *s, int64_t realm, const struct message *m)
{
    QUERY(q, s, MESSAGE_DELIVERY, INT_ARG(realm), INT_ARG(m->id), TEXT_ARG(name_of(m->delivery)),
          INT_ARG(m->attempts), INT_ARG(m->last_status), TEXT_ARG(m->last_error),
          INT_IF_ARG(m->delivery == DELIVERY_PENDING, m->next_attempt));

    return changes_add(s, query_change(&q), CHANGED_MESSAGE, realm, m->id);
}

int store_messages_next_times(struct store *s, struct arena *a, struct list *ret)
{
    QUERY(q, s, MESSAGES_NEXT_TIMES, INT_ARG(0));

    return query_due_times(&q, a, ret);
}
