/* SPDX-License-Identifier: MIT */
/* The checks of orders, and lists of them. */
#include "orders.h"

#include "engine/reply.h"
#include "weavr/money/instruments_store.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>
#include <string.h>

const struct rule instrument_id_rules[] = {
    RULE_ID(struct instrument_id, id, "id", REQUIRED),
    RULE_CHOICE(struct instrument_id, type, "type", instrument_type_names, REQUIRED),
    END_OF_RULES,
};

static int active_or_reply(struct request *r, const struct instrument *i, const char *what,
                           enum error destroyed, enum error blocked)
{
    switch (instrument_state(i)) {
    case DESTROYED_INSTRUMENT:
        return refuse(r, destroyed, "the %s was removed", what);
    case BLOCKED_INSTRUMENT:
        return refuse(r, blocked, "the %s is blocked: %s", what, i->blocks);
    case ACTIVE_INSTRUMENT:
        break;
    }
    return PASS;
}

static int currency_matches_or_reply(struct request *r, const struct amount *amount,
                                     const struct instrument *i, const char *what)
{
    if (strcmp(amount->currency, i->currency) == 0)
        return PASS;
    return refuse(r, CURRENCY_MISMATCH, "the amount is in %s, the %s in %s", amount->currency, what,
                  i->currency);
}

int order_or_reply(struct request *r, const struct order *order, const struct parties *parties)
{
    int rc = active_or_reply(r, &parties->source, "source", SOURCE_INSTRUMENT_DESTROYED,
                             SOURCE_INSTRUMENT_BLOCKED);

    if (rc == PASS)
        rc = active_or_reply(r, &parties->destination, "destination",
                             DESTINATION_INSTRUMENT_DESTROYED, DESTINATION_INSTRUMENT_BLOCKED);
    if (rc == PASS)
        rc = currency_matches_or_reply(r, &order->amount, &parties->source, "source");
    if (rc == PASS)
        rc = currency_matches_or_reply(r, &order->amount, &parties->destination, "destination");
    if (rc != PASS)
        return rc;
    if (order->amount.amount <= 0)
        return refuse(r, AMOUNT_INVALID, "the amount must be above 0");
    if (order->scheduled == INVALID_ID || (order->scheduled != 0 && order->scheduled <= r->now))
        return refuse(r, SCHEDULED_TIMESTAMP_INVALID, "now is %lld in the realm",
                      (long long) r->now);
    return PASS;
}

struct transaction order_transaction(const struct request *r, const struct order *order,
                                     const struct parties *parties, enum transaction_kind kind,
                                     int64_t fee)
{
    return (struct transaction){
        .kind = kind,
        .identity = r->session.identity,
        .recipient = parties->destination.identity,
        .profile = order->profile,
        .source = parties->source.id,
        .destination = parties->destination.id,
        .currency = order->amount.currency,
        .amount = order->amount.amount,
        .fee = fee,
        .tag = order->tag,
        .description = order->description,
        .scheduled = order->scheduled,
    };
}

/* ---- lists */

static bool is_name(const char *const *names, const char *text)
{
    while (*names != NULL && strcmp(*names, text) != 0)
        names++;
    return *names != NULL;
}

/* weavr-money.md 1.4: with a state that there isn't, the filter is ignored. */
static bool is_wanted_state(const struct list *states, enum transaction_state state)
{
    static const char *const others[] = {"INITIALISED", "APPROVED", "RETURNED", NULL};

    for (size_t i = 0; i < states->count; i++) {
        const char *wanted = *(const char *const *) list_at(states, i);

        if (!is_name(transaction_state_names, wanted) && !is_name(others, wanted))
            return true;
    }
    return is_wanted(states, transaction_state_names[state]);
}

static bool is_asked_for(const struct orders_query *q, const struct transaction *t)
{
    return (q->profile == 0 || q->profile == t->profile) &&
           (q->source.id == 0 || q->source.id == t->source) &&
           is_wanted_state(&q->states, t->state) &&
           is_in_period(t->created, q->created_from, q->created_to) &&
           is_in_period(t->executed, q->executed_from, q->executed_to) &&
           (q->tag == NULL || (t->tag != NULL && strcmp(q->tag, t->tag) == 0));
}

struct orders_look {
    const struct orders_query *query;
    enum transaction_kind kind;
};

static int look_at_orders(struct request *r, struct arena *scratch, const void *context,
                          int64_t most, struct paging *p)
{
    const struct orders_look *look = context;
    const struct transaction before = {.id = p->last_id, .created = p->last_created};
    struct list found;
    int rc = store_transactions_ordered(r->store, scratch, r->realm->id, r->session.identity,
                                        &before, most, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct transaction *t = list_at(&found, i);

        paging_take(r, p, t->created, t->id, t->kind == look->kind && is_asked_for(look->query, t));
    }
    return rc;
}

bool orders_page(struct request *r, const struct orders_query *query, enum transaction_kind kind,
                 struct orders_page *ret, int *ret_rc)
{
    const struct orders_look look = {query, kind};
    struct paging *p = paging_begin(r, &query->page);
    int rc = paging_look(r, look_at_orders, &look, p);

    *ret_rc = rc;
    if (rc == 0 && !p->ended) {
        *ret_rc = request_yield(r);
        return false;
    }
    *ret = (struct orders_page){.rows = LIST_OF(struct transaction), .count = p->count};
    for (size_t i = 0; rc == 0 && i < p->shown.count; i++)
        rc = store_transaction_find(r->store, r->arena, r->realm->id,
                                    *(const int64_t *) list_at(&p->shown, i),
                                    list_add(&ret->rows, r->arena));
    *ret_rc = rc;
    return rc == 0;
}

int order_find_or_reply(struct request *r, int64_t id, enum transaction_kind kind,
                        struct transaction *ret)
{
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, id, ret);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || ret->kind != kind || ret->identity != r->session.identity)
        return refuse(r, NOT_FOUND, "no %s %s of identity %lld", transaction_kind_names[kind],
                      request_parameter(r, "id"), (long long) r->session.identity);
    return PASS;
}
