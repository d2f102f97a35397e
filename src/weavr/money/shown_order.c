/* SPDX-License-Identifier: MIT */
/* Answers about orders. */
#include "shown_order.h"

#include "engine/reply.h"
#include "execution.h"
#include "money_checks.h"
#include "transaction_steps.h"
#include "weavr/money/instruments_store.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>

const struct field instrument_id_fields[] = {
    SHOW_ID(struct typed_id, id, "id"),
    SHOW_NAME(struct typed_id, type, "type", instrument_type_names),
    END_OF_FIELDS,
};

static int typed(struct request *r, int64_t id, struct typed_id *ret)
{
    struct instrument i = {.id = 0};
    int rc = store_instrument_find(r->store, r->arena, r->realm->id, id, &i);

    *ret = (struct typed_id){i.type, id};
    return rc;
}

int shown_order_of(struct request *r, const struct transaction *t, struct shown_order *ret)
{
    *ret = (struct shown_order){
        .t = *t,
        .amount = {t->currency, t->amount},
        .paid = {t->currency, t->amount},
    };
    if (t->fee != 0) {
        struct amount *fee = arena_alloc(r->arena, sizeof *fee);

        *fee = (struct amount){t->currency, t->fee};
        ret->source_fee = fee;
    }
    int rc = typed(r, t->source, &ret->source);

    return rc < 0 ? rc : typed(r, t->destination, &ret->destination);
}

int reply_orders(struct request *r, const struct orders_query *query, enum transaction_kind kind)
{
    struct orders_page page;
    int rc;

    if (!orders_page(r, query, kind, &page, &rc))
        return rc;
    struct shown_orders answer = {.rows = LIST_OF(struct shown_order),
                                  .count = page.count,
                                  .response_count = (int64_t) page.rows.count};

    if (page.rows.count > 0) {
        const struct transaction *oldest = list_at(&page.rows, page.rows.count - 1);

        rc = window_or_reply(r, oldest->created);
        if (rc != PASS)
            return rc;
        rc = 0;
    }
    for (size_t i = 0; rc == 0 && i < page.rows.count; i++)
        rc = shown_order_of(r, list_at(&page.rows, i), list_add(&answer.rows, r->arena));
    return rc < 0 ? rc : reply(r, &answer);
}

int order_begin_or_reply(struct request *r, struct transaction *t, struct parties *parties)
{
    struct context ctx = context_of(r);
    int rc = transaction_begin(&ctx, t);

    if (rc < 0)
        return rc;
    t->state = TRANSACTION_SCHEDULED;
    if (t->scheduled != 0)
        return PASS;
    rc = order_execute(&ctx, t, &parties->source, &parties->destination);
    if (rc == -ERANGE)
        return refuse(r, AMOUNT_INVALID, "a balance would not fit into 64 bits");
    if (rc == -EDOM)
        return refuse(r, FUNDS_INSUFFICIENT, "available is %lld, needed %lld and a fee of %lld",
                      (long long) parties->source.balances.available, (long long) t->amount,
                      (long long) t->fee);
    return rc < 0 ? rc : PASS;
}

/* ---- cancelling */

struct cancellation {
    int64_t id;
    const char *reason;
};

struct cancellations {
    struct list items;
};

#define CANCELLATIONS_MOST 1000

static const struct rule cancellation_rules[] = {
    RULE_ID(struct cancellation, id, "id", REQUIRED),
    RULE_TEXT(struct cancellation, reason, "cancellationReason", .most = 50,
              .format = FORMAT_REASON),
    END_OF_RULES,
};
static const struct rule cancellations_rules[] = {
    RULE_LIST(struct cancellations, items, "cancellations", cancellation_rules, struct cancellation,
              REQUIRED, .most = CANCELLATIONS_MOST),
    END_OF_RULES,
};
const struct input cancellations_input = {
    .name = "Cancellations", .rules = cancellations_rules, .size = sizeof(struct cancellations)};

static const char *const cancelled_names[] = {"SUCCESS", "ERROR", NULL};

struct cancelled {
    int64_t id;
    unsigned state;
    const char *error; /* NULL: none */
};

struct cancelled_all {
    struct list items;
};

static const struct field cancelled_fields[] = {
    SHOW_ID(struct cancelled, id, "id"),
    SHOW_NAME(struct cancelled, state, "state", cancelled_names),
    SHOW_TEXT(struct cancelled, error, "errorCode", OPTIONAL),
    END_OF_FIELDS,
};
static const struct field cancellations_fields[] = {
    SHOW_LIST(struct cancelled_all, items, "cancellations", cancelled_fields),
    END_OF_FIELDS,
};
const struct view cancellations_view = {.name = "CancellationResults",
                                        .fields = cancellations_fields};

/* What kept an order from being cancelled, as its code; NULL: nothing did. 0 or a negative errno. */
static int cancel(struct request *r, const struct cancellation *in, enum transaction_kind kind,
                  const char **ret_error)
{
    struct context ctx = context_of(r);
    struct transaction t = {.id = 0};
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, in->id, &t);

    if (rc == -ENOENT || (rc == 0 && (t.kind != kind || t.identity != r->session.identity))) {
        *ret_error = "NOT_FOUND";
        return 0;
    }
    if (rc == 0 && t.state != TRANSACTION_SCHEDULED) {
        *ret_error = "TRANSACTION_NOT_SCHEDULED";
        return 0;
    }
    t.cancellation_reason = in->reason;
    return rc < 0 ? rc : order_update(&ctx, &t, TRANSACTION_CANCELLED);
}

int cancel_all_and_reply(struct request *r, enum transaction_kind kind)
{
    const struct cancellations *in = r->input;
    struct cancelled_all answer = {LIST_OF(struct cancelled)};
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < in->items.count; i++) {
        const struct cancellation *one = list_at(&in->items, i);
        const char *error = NULL;

        rc = cancel(r, one, kind, &error);
        *(struct cancelled *) list_add(&answer.items, r->arena) =
            (struct cancelled){one->id, error == NULL ? 0 : 1, error};
    }
    return rc < 0 ? rc : reply(r, &answer);
}
