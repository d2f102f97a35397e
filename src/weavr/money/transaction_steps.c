/* SPDX-License-Identifier: MIT */
/* Storing and posting transactions. */
#include "transaction_steps.h"

#include "base/text.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>

int transaction_begin(struct context *ctx, struct transaction *t)
{
    struct transaction other;
    bool is_given = t->id != 0;
    int rc = 0;

    t->created = ctx->now;
    t->updated = ctx->now;
    /* a client may have chosen the next id */
    while (rc == 0) {
        if (!is_given)
            t->id = id_next(ctx->ids);
        rc = store_transaction_find(ctx->store, ctx->arena, ctx->realm->id, t->id, &other);
        if (rc == 0 && is_given)
            return -EEXIST;
    }
    return rc == -ENOENT ? 0 : rc;
}

int transaction_post(struct context *ctx, const struct transaction *t,
                     const struct posting *postings, size_t count)
{
    return ledger_post(ctx->store, &(struct movement){.realm = ctx->realm->id,
                                                      .transaction = t->id,
                                                      .at = ctx->now,
                                                      .currency = t->currency,
                                                      .postings = postings,
                                                      .count = count});
}

void details_add(struct text *t, const char *name, const char *value)
{
    if (value == NULL)
        return;
    if (t->length > 1)
        text_char(t, ',');
    text_quoted(t, name);
    text_char(t, ':');
    text_quoted(t, value);
}
