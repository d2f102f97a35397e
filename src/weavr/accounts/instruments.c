/* SPDX-License-Identifier: MIT */
/* Acts on instruments; each is reported by a webhook (weavr-money.md 5). */
#include "weavr/money/instruments.h"

#include "weavr/money/instruments_store.h"
#include "weavr/money/money_events.h"

#include <errno.h>
#include <string.h>

int account_open(struct context *ctx, struct instrument *account)
{
    bool is_given = account->id != 0;
    int rc = -EEXIST;

    account->type = MANAGED_ACCOUNT;
    account->blocks = "";
    account->created = ctx->now;
    while (rc == -EEXIST) {
        if (!is_given)
            account->id = id_next(ctx->ids);
        rc = store_instrument_insert(ctx->store, ctx->realm->id, account);
        if (is_given)
            break;
    }
    return rc < 0 ? rc : event_account(ctx, account, ACCOUNT_CREATED);
}

/* Sort codes have six digits, account numbers eight. */
#define BANK_NUMBERS INT64_C(100000000000000)

/* The last digits of the id, or the next that are free. */
static int allocate_bank_number(struct context *ctx, struct instrument *account)
{
    int64_t number = account->id % BANK_NUMBERS;
    int rc = -EEXIST;

    while (rc == -EEXIST) {
        account->bank_number = number == 0 ? 1 : number;
        number = (number + 1) % BANK_NUMBERS;
        rc = store_instrument_update(ctx->store, ctx->realm->id, account);
    }
    return rc;
}

int account_allocate_iban(struct context *ctx, struct instrument *account)
{
    account->has_iban = true;
    int rc = strcmp(account->currency, "GBP") == 0
                 ? allocate_bank_number(ctx, account)
                 : store_instrument_update(ctx->store, ctx->realm->id, account);

    return rc < 0 ? rc : event_account(ctx, account, ACCOUNT_UPDATED);
}

static int change(struct context *ctx, struct instrument *i, enum account_event event)
{
    int rc = store_instrument_update(ctx->store, ctx->realm->id, i);

    return rc < 0 ? rc : event_account(ctx, i, event);
}

int instrument_block(struct context *ctx, struct instrument *i, const char *reason)
{
    if (instrument_is_blocked_by(i, reason))
        return -EALREADY;
    i->blocks = *i->blocks == '\0' ? reason : arena_printf(ctx->arena, "%s,%s", i->blocks, reason);
    return change(ctx, i, ACCOUNT_BLOCKED);
}

/* The list without one of its reasons. */
static const char *without(struct arena *a, const char *reasons, const char *reason)
{
    const char *at = strstr(reasons, reason);
    const char *rest = at + strlen(reason);

    if (*rest == ',')
        rest++;
    else if (at != reasons)
        at--;
    return arena_printf(a, "%.*s%s", (int) (at - reasons), reasons, rest);
}

int instrument_unblock(struct context *ctx, struct instrument *i, const char *reason)
{
    if (!instrument_is_blocked_by(i, reason))
        return -EALREADY;
    i->blocks = without(ctx->arena, i->blocks, reason);
    return change(ctx, i, ACCOUNT_UNBLOCKED);
}

int instrument_destroy(struct context *ctx, struct instrument *i, const char *reason)
{
    i->destroyed = reason;
    return change(ctx, i, ACCOUNT_DESTROYED);
}
