/* SPDX-License-Identifier: MIT */
/* Orders as answers show them, and the answers that transfers and sends share. */
#ifndef WEAVR_SHOWN_ORDER_H
#define WEAVR_SHOWN_ORDER_H

#include "orders.h"
#include "weavr/shared_types.h"

/* The body of a new order. */
struct order_form {
    struct order order;
};

struct shown_order {
    struct transaction t;
    struct typed_id source;
    struct typed_id destination;
    struct amount amount;
    struct amount paid; /* with the fee of a send */
    const struct amount *source_fee;
};

extern const struct field instrument_id_fields[];

/* clang-format off */
#define ORDER_FIELDS(type)                                                                         \
    SHOW_ID(type, t.id, "id"),                                                                     \
    SHOW_ID(type, t.profile, "profileId"),                                                         \
    SHOW_TEXT(type, t.tag, "tag", OPTIONAL),                                                       \
    SHOW_OBJECT(type, source, "source", instrument_id_fields),                                     \
    SHOW_OBJECT(type, destination, "destination", instrument_id_fields),                           \
    SHOW_OBJECT(type, amount, "destinationAmount", amount_fields),                                 \
    SHOW_TEXT(type, t.description, "description", OPTIONAL),                                       \
    SHOW_NAME(type, t.state, "state", transaction_state_names),                                    \
    SHOW_INTEGER(type, t.created, "creationTimestamp"),                                            \
    SHOW_ID(type, t.scheduled, "scheduledTimestamp", OPTIONAL),                                    \
    SHOW_ID(type, t.executed, "executionTimestamp", OPTIONAL),                                     \
    SHOW_TEXT(type, t.cancellation_reason, "cancellationReason", OPTIONAL)
/* clang-format on */

/* 0 or a negative errno. */
int shown_order_of(struct request *r, const struct transaction *t, struct shown_order *ret);

/* A page: a list of struct shown_order. */
struct shown_orders {
    struct list rows;
    int64_t count;
    int64_t response_count;
};

/* Replies with the caller's orders of a kind that match. */
int reply_orders(struct request *r, const struct orders_query *query, enum transaction_kind kind);

/* Executes a new order, or schedules it. PASS, or refused for its funds; a negative errno. */
int order_begin_or_reply(struct request *r, struct transaction *t, struct parties *parties);

/* Cancelling several (weavr-money.md 2.2.3). */
extern const struct input cancellations_input;
extern const struct view cancellations_view;
int cancel_all_and_reply(struct request *r, enum transaction_kind kind);

#endif
