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

/*
 * A send above the receiver's limit is not available to them; what isn't yet, the bank holds (weavr-money.md 3.2).
 */
static int post(struct context *ctx, const struct transaction *t, const struct instrument *source,
                const struct instrument *destination, bool waits)
{
    const char *kind = transaction_kind_names[t->kind];
    int64_t taken;

    if (__builtin_add_overflow(t->amount, t->fee, &taken))
        return -ERANGE;
    const struct posting postings[] = {
        {.account = source->id,
         .add = {-taken, -taken},
         .entry = {kind, ENTRY_COMPLETED, -taken, t->fee,
                   details_of(ctx->arena, of_destination, destination, t->description)}},
        {.account = destination->id,
         .add = {waits ? 0 : t->amount, t->amount},
         .entry = {kind, waits ? ENTRY_PENDING : ENTRY_COMPLETED, t->amount, 0,
                   details_of(ctx->arena, of_source, source, t->description)}},
        {.account = LEDGER_FEES, .add = {t->fee, t->fee}},
        {.account = LEDGER_BANK, .add = {waits ? t->amount : 0, 0}},
    };

    return transaction_post(ctx, t, postings, ARRAY_SIZE(postings));
}

/* Whether the receiver would have more than the setting receiveLimit. */
static int exceeds_limit(struct context *ctx, const struct transaction *t, bool *ret)
{
    int64_t limit = ctx->realm->settings.receive_limit;
    int64_t received = 0;
    int rc = 0;

    *ret = false;
    if (limit < 0 || t->kind != TRANSACTION_SEND)
        return 0;
    rc = store_sends_received(ctx->store, ctx->realm->id, t->recipient, &received);
    *ret = t->amount > limit - received;
    return rc;
}

static int read_balances(struct context *ctx, struct instrument *i)
{
    return ledger_balances(ctx->store, ctx->realm->id, i->id, i->currency, &i->balances);
}

int order_execute(struct context *ctx, struct transaction *t, struct instrument *source,
                  struct instrument *destination)
{
    int64_t before = source->balances.available;
    bool waits;
    int rc = exceeds_limit(ctx, t, &waits);

    if (rc == 0)
        rc = post(ctx, t, source, destination, waits);
    if (rc == 0)
        rc = read_balances(ctx, source);
    if (rc == 0)
        rc = read_balances(ctx, destination);
    if (rc < 0)
        return rc;
    t->state = waits ? TRANSACTION_PENDING : TRANSACTION_COMPLETED;
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
    struct instrument source = {.id = 0};
    struct instrument destination = {.id = 0};
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

int order_confirmed(struct context *ctx, struct transaction *t)
{
    int rc =
        store_low_value_save(ctx->store, ctx->realm->id, t->identity, (struct low_value){0, 0});

    if (rc < 0)
        return rc;
    if (t->scheduled <= ctx->now)
        return order_execute_later(ctx, t);
    schedule_expect(&ctx->gateway->schedule, ctx->realm, &orders_due, t->scheduled);
    return order_update(ctx, t, TRANSACTION_SCHEDULED);
}

int send_resume(struct context *ctx, struct transaction *t)
{
    struct instrument source = {.id = 0};
    int rc = store_instrument_find(ctx->store, ctx->arena, ctx->realm->id, t->source, &source);

    if (rc < 0)
        return rc;
    const struct posting postings[] = {
        {.account = t->destination,
         .add = {t->amount, 0},
         .entry = {transaction_kind_names[t->kind], ENTRY_COMPLETED, t->amount, 0,
                   details_of(ctx->arena, of_source, &source, t->description)}},
        {.account = LEDGER_BANK, .add = {-t->amount, 0}},
    };

    rc = transaction_post(ctx, t, postings, ARRAY_SIZE(postings));
    return rc < 0 ? rc : order_update(ctx, t, TRANSACTION_COMPLETED);
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
