/* SPDX-License-Identifier: MIT */
/* Executing orders, at once or when they are due. */
#include "execution.h"

#include "engine/gateway.h"
#include "engine/schedule.h"
#include "transaction_steps.h"
#include "weavr/money/instruments_store.h"
#include "weavr/money/money_events.h"
#include "weavr/money/transactions.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>

/* What the statement of one side shows of the other (weavr-money.md 3.2). */
static const char *details_of(struct arena *a, const char *const names[3],
                              const struct instrument *other, const char *description)
{
    struct text t = TEXT_IN(a);

    text_char(&t, '{');
    details_add(&t, names[0], instrument_type_names[other->type]);
    details_add(&t, names[1], arena_int(a, other->id));
    details_add(&t, names[2], other->friendly_name);
    details_add(&t, "description", description);
    text_char(&t, '}');
    return text_string(&t);
}

static const char *const of_destination[] = {"destinationInstrumentType", "destinationInstrumentId",
                                             "destinationInstrumentFriendlyName"};
static const char *const of_source[] = {"sourceInstrumentType", "sourceInstrumentId",
                                        "sourceInstrumentFriendlyName"};

static int post(struct context *ctx, const struct transaction *t, const struct instrument *source,
                const struct instrument *destination)
{
    int64_t taken;

    if (__builtin_add_overflow(t->amount, t->fee, &taken))
        return -ERANGE;
    const struct posting postings[] = {
        {.account = source->id,
         .add = {-taken, -taken},
         .entry = {transaction_kind_names[t->kind], ENTRY_COMPLETED, -taken, t->fee,
                   details_of(ctx->arena, of_destination, destination, t->description)}},
        {.account = destination->id,
         .add = {t->amount, t->amount},
         .entry = {transaction_kind_names[t->kind], ENTRY_COMPLETED, t->amount, 0,
                   details_of(ctx->arena, of_source, source, t->description)}},
        {.account = LEDGER_FEES, .add = {t->fee, t->fee}},
    };

    return transaction_post(ctx, t, postings, t->fee == 0 ? 2 : 3);
}

static int read_balances(struct context *ctx, struct instrument *i)
{
    return ledger_balances(ctx->store, ctx->realm->id, i->id, i->currency, &i->balances);
}

int order_execute(struct context *ctx, struct transaction *t, struct instrument *source,
                  struct instrument *destination)
{
    int64_t before = source->balances.available;
    int rc = post(ctx, t, source, destination);

    if (rc == 0)
        rc = read_balances(ctx, source);
    if (rc == 0)
        rc = read_balances(ctx, destination);
    if (rc < 0)
        return rc;
    t->state = TRANSACTION_COMPLETED;
    t->executed = ctx->now;
    return event_if_low(ctx, source, before);
}

int order_store(struct context *ctx, struct transaction *t)
{
    int rc = store_transaction_insert(ctx->store, ctx->realm->id, t);

    if (rc < 0)
        return rc;
    if (t->state == TRANSACTION_SCHEDULED)
        schedule_expect(&ctx->gateway->schedule, ctx->realm, &orders_due, t->scheduled);
    return event_order(ctx, t);
}

int order_update(struct context *ctx, struct transaction *t, enum transaction_state state)
{
    t->state = state;
    t->updated = ctx->now;
    int rc = store_transaction_update(ctx->store, ctx->realm->id, t);

    return rc < 0 ? rc : event_order(ctx, t);
}

int order_execute_later(struct context *ctx, struct transaction *t)
{
    struct instrument source;
    struct instrument destination;
    int rc = store_instrument_find(ctx->store, ctx->arena, ctx->realm->id, t->source, &source);

    if (rc == 0)
        rc = store_instrument_find(ctx->store, ctx->arena, ctx->realm->id, t->destination,
                                   &destination);
    if (rc < 0)
        return rc;
    rc = instrument_state(&source) == ACTIVE_INSTRUMENT &&
                 instrument_state(&destination) == ACTIVE_INSTRUMENT
             ? order_execute(ctx, t, &source, &destination)
             : -EDOM;
    if (rc < 0 && rc != -EDOM && rc != -ERANGE)
        return rc;
    return order_update(ctx, t, rc < 0 ? TRANSACTION_FAILED : t->state);
}

/* ---- what is due */

static int execute_due(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next)
{
    struct context ctx = context_in(g, realm, a, clock_now(&realm->clock));
    struct list due;
    int rc = store_transactions_due(ctx.store, ctx.arena, realm->id, ctx.now, DUE_PIECE, &due);

    for (size_t i = 0; rc == 0 && i < due.count; i++) {
        struct transaction *t = list_at(&due, i);
        struct context then = ctx;

        then.now = t->scheduled;
        rc = order_execute_later(&then, t);
    }
    return rc < 0 ? rc : store_transaction_next_due(g->store, realm->id, ret_next);
}

const struct due_kind orders_due = {
    .name = "orders", .next_times = store_transactions_next_times, .act = execute_due};
