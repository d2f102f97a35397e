/* SPDX-License-Identifier: MIT */
/* Deposits and opening balances: what comes from outside. */
#include "base/text.h"
#include "transaction_steps.h"
#include "weavr/money/money_events.h"
#include "weavr/money/transactions.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>
#include <string.h>

/* weavr-simulator.md 7.1: the network depends on the currency. */
static const char *network_of(const char *currency)
{
    if (strcmp(currency, "GBP") == 0)
        return "FASTER_PAYMENTS";
    return strcmp(currency, "EUR") == 0 ? "SEPA" : "SWIFT";
}

/* What statements show beside a deposit (weavr-money.md 3.2); `network` NULL is left out. */
static const char *details_of(struct arena *a, const struct deposit *form, const char *network)
{
    struct text t = TEXT_IN(a);

    text_char(&t, '{');
    details_add(&t, "sender", form->sender);
    details_add(&t, "senderReference", form->reference);
    details_add(&t, "senderIban", form->iban);
    details_add(&t, "paymentNetwork", network);
    text_char(&t, '}');
    return text_string(&t);
}

/* Posts and stores the transaction; `details` are the statement's. */
static int credit(struct context *ctx, struct instrument *i, struct transaction *t,
                  const char *details, enum ledger_account from)
{
    int64_t rest = t->amount - t->fee;
    const struct posting postings[] = {
        {.account = i->id,
         .add = {rest, rest},
         .entry = {from == LEDGER_BANK ? "DEPOSIT" : "ADJUSTMENT", ENTRY_COMPLETED, t->amount,
                   t->fee, details}},
        {.account = from, .add = {-t->amount, -t->amount}},
        {.account = LEDGER_FEES, .add = {t->fee, t->fee}},
    };
    int rc = transaction_begin(ctx, t);

    if (rc == 0)
        rc = transaction_post(ctx, t, postings, ARRAY_SIZE(postings));
    if (rc == 0)
        rc = store_transaction_insert(ctx->store, ctx->realm->id, t);
    return rc < 0 ? rc
                  : ledger_balances(ctx->store, ctx->realm->id, i->id, i->currency, &i->balances);
}

static struct transaction incoming(const struct context *ctx, const struct instrument *i,
                                   enum transaction_kind kind, int64_t amount)
{
    return (struct transaction){
        .kind = kind,
        .state = TRANSACTION_COMPLETED,
        .identity = i->identity,
        .recipient = i->identity,
        .destination = i->id,
        .currency = i->currency,
        .amount = amount,
        .executed = ctx->now,
    };
}

int account_deposit(struct context *ctx, struct instrument *account, const struct deposit *form,
                    struct transaction *ret)
{
    int64_t fee = ctx->realm->settings.fees.deposit;
    struct deposit full = *form;
    char made_up[IBAN_SIZE];

    /* somebody at the same bank */
    iban_write(1, made_up);
    if (full.iban == NULL)
        full.iban = made_up;
    if (full.network == NULL)
        full.network = network_of(account->currency);
    *ret = incoming(ctx, account, TRANSACTION_DEPOSIT, form->amount);
    ret->id = form->id;
    ret->fee = fee < form->amount ? fee : form->amount;
    ret->details = details_of(ctx->arena, &full, full.network);
    int rc = credit(ctx, account, ret, details_of(ctx->arena, &full, NULL), LEDGER_BANK);

    return rc < 0 ? rc : event_deposit(ctx, account, ret, &full);
}

int instrument_set_opening(struct context *ctx, struct instrument *i, int64_t amount)
{
    struct transaction t = incoming(ctx, i, TRANSACTION_OPENING, amount);

    return credit(ctx, i, &t, "{}", LEDGER_OPENING);
}
