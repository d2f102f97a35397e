/* SPDX-License-Identifier: MIT */
/* Transactions. */
#include "weavr/money/transactions_store.h"

#include "store/query.h"

#include <errno.h>

static void read_transaction(const struct query *q, struct arena *a, struct transaction *ret)
{
    *ret = (struct transaction){
        .id = column_int(q, 0),
        .kind = (enum transaction_kind) column_name(q, 1, transaction_kind_names),
        .state = (enum transaction_state) column_name(q, 2, transaction_state_names),
        .identity = column_int(q, 3),
        .recipient = column_int(q, 4),
        .profile = column_int(q, 5),
        .source = column_int(q, 6),
        .destination = column_int(q, 7),
        .currency = column_text(q, 8, a),
        .amount = column_int(q, 9),
        .fee = column_int(q, 10),
        .tag = column_text(q, 11, a),
        .description = column_text(q, 12, a),
        .details = column_text(q, 13, a),
        .challenge = column_int(q, 14),
        .exemption = column_text(q, 15, a),
        .cancellation_reason = column_text(q, 16, a),
        .scheduled = column_int(q, 17),
        .executed = column_int(q, 18),
        .created = column_int(q, 19),
        .updated = column_int(q, 20),
    };
}

int store_transaction_insert(struct store *s, int64_t realm, const struct transaction *t)
{
    QUERY(q, s, TRANSACTION_INSERT, INT_ARG(realm), INT_ARG(t->id),
          TEXT_ARG(transaction_kind_names[t->kind]), TEXT_ARG(transaction_state_names[t->state]),
          INT_ARG(t->identity), ID_OR_NULL_ARG(t->recipient), ID_OR_NULL_ARG(t->profile),
          ID_OR_NULL_ARG(t->source), ID_OR_NULL_ARG(t->destination), TEXT_ARG(t->currency),
          INT_ARG(t->amount), INT_ARG(t->fee), TEXT_ARG(t->tag), TEXT_ARG(t->description),
          TEXT_ARG(t->details), ID_OR_NULL_ARG(t->challenge), TEXT_ARG(t->exemption),
          TEXT_ARG(t->cancellation_reason), ID_OR_NULL_ARG(t->scheduled),
          ID_OR_NULL_ARG(t->executed), INT_ARG(t->created), INT_ARG(t->updated));

    return query_run(&q);
}

int store_transaction_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                           struct transaction *ret)
{
    QUERY(q, s, TRANSACTION_BY_ID, INT_ARG(realm), INT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        read_transaction(&q, a, ret);
    return rc;
}

int store_transaction_update(struct store *s, int64_t realm, const struct transaction *t)
{
    QUERY(q, s, TRANSACTION_UPDATE, INT_ARG(realm), INT_ARG(t->id),
          TEXT_ARG(transaction_state_names[t->state]), ID_OR_NULL_ARG(t->challenge),
          TEXT_ARG(t->exemption), TEXT_ARG(t->cancellation_reason), ID_OR_NULL_ARG(t->executed),
          INT_ARG(t->updated));

    return query_change(&q);
}

static int read_all(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    *ret = LIST_OF(struct transaction);
    while ((rc = query_step(q)) == 0)
        read_transaction(q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_transactions(struct store *s, struct arena *a, int64_t realm,
                       const struct transaction *before, int64_t most, struct list *ret)
{
    bool first = before->id == 0;
    QUERY(q, s, TRANSACTIONS_OF_REALM, INT_ARG(realm), INT_ARG(first ? INT64_MAX : before->created),
          INT_ARG(first ? INT64_MAX : before->id), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_transactions_ordered(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                               const struct transaction *before, int64_t most, struct list *ret)
{
    bool first = before->id == 0;
    QUERY(q, s, TRANSACTIONS_ORDERED, INT_ARG(realm), INT_ARG(identity),
          INT_ARG(first ? INT64_MAX : before->created), INT_ARG(first ? INT64_MAX : before->id),
          INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_transaction_sides(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                            const struct transaction *place, bool forwards, int64_t most,
                            struct list *ret)
{
    int64_t beginning = forwards ? INT64_MIN : INT64_MAX;
    bool first = place->id == 0;
    QUERY(q, s, forwards ? TRANSACTION_SIDES_FORWARDS : TRANSACTION_SIDES, INT_ARG(realm),
          INT_ARG(identity), INT_ARG(first ? beginning : place->created),
          INT_ARG(first ? beginning : place->id), INT_ARG(most));
    int rc;

    *ret = LIST_OF(struct transaction_side);
    while ((rc = query_step(&q)) == 0) {
        struct transaction_side *side = list_add(ret, a);

        read_transaction(&q, a, &side->t);
        side->is_credit = column_int(&q, 21) != 0;
    }
    return rc == -ENOENT ? 0 : rc;
}

int store_transaction_set_challenge(struct store *s, int64_t realm, int64_t id, int64_t challenge)
{
    QUERY(q, s, TRANSACTION_CHALLENGED, INT_ARG(realm), INT_ARG(id), INT_ARG(challenge));

    return query_change(&q);
}

int store_transactions_challenged(struct store *s, struct arena *a, int64_t realm,
                                  int64_t challenge, struct list *ret)
{
    QUERY(q, s, TRANSACTIONS_CHALLENGED, INT_ARG(realm), INT_ARG(challenge));

    return read_all(&q, a, ret);
}

int store_sends_received(struct store *s, int64_t realm, int64_t recipient, int64_t *ret)
{
    QUERY(q, s, SENDS_RECEIVED, INT_ARG(realm), INT_ARG(recipient));
    int rc = query_step(&q);

    *ret = rc == 0 ? column_int(&q, 0) : 0;
    return rc == -ENOENT ? 0 : rc;
}

int store_low_value(struct store *s, int64_t realm, int64_t identity, struct low_value *ret)
{
    QUERY(q, s, LOW_VALUE_USE, INT_ARG(realm), INT_ARG(identity));
    int rc = query_step(&q);

    *ret = rc == 0 ? (struct low_value){column_int(&q, 0), column_int(&q, 1)}
                   : (struct low_value){0, 0};
    return rc == -ENOENT ? 0 : rc;
}

int store_low_value_save(struct store *s, int64_t realm, int64_t identity, struct low_value used)
{
    QUERY(q, s, LOW_VALUE_SAVE, INT_ARG(realm), INT_ARG(identity), INT_ARG(used.amount),
          INT_ARG(used.count));

    return query_run(&q);
}

int store_transactions_due(struct store *s, struct arena *a, int64_t realm, int64_t now,
                           int64_t most, struct list *ret)
{
    QUERY(q, s, TRANSACTIONS_DUE, INT_ARG(realm), INT_ARG(now), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_transaction_next_due(struct store *s, int64_t realm, int64_t *ret)
{
    QUERY(q, s, TRANSACTION_NEXT_DUE, INT_ARG(realm));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_time_or_never(&q, 0);
    return rc;
}

int store_transactions_next_times(struct store *s, struct arena *a, struct list *ret)
{
    QUERY(q, s, TRANSACTIONS_NEXT_TIMES, INT_ARG(0));

    return query_due_times(&q, a, ret);
}
