/* SPDX-License-Identifier: MIT */
/* Control API: transactions with their postings (control.md 4, "Money"). */
#include "transactions.h"

#include "engine/reply.h"
#include "ledger/ledger_store.h"
#include "lists.h"
#include "parameters.h"
#include "weavr/money/transactions.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>
#include <string.h>

struct shown_amount {
    const char *currency;
    int64_t amount;
};

static const struct field shown_amount_fields[] = {
    SHOW_TEXT(struct shown_amount, currency, "currency"),
    SHOW_INTEGER(struct shown_amount, amount, "amount"),
    END_OF_FIELDS,
};

struct posting_row {
    const char *account;
    struct balances add;
};

static const struct field posting_fields[] = {
    SHOW_TEXT(struct posting_row, account, "account"),
    SHOW_INTEGER(struct posting_row, add.available, "available"),
    SHOW_INTEGER(struct posting_row, add.actual, "actual"),
    END_OF_FIELDS,
};

struct transaction_row {
    int64_t id;
    int64_t at;
    unsigned kind;
    unsigned state;
    struct shown_amount amount;
    struct list postings;
};

static const struct field transaction_fields[] = {
    SHOW_ID(struct transaction_row, id, "id"),
    SHOW_TIME(struct transaction_row, at, "at"),
    SHOW_NAME(struct transaction_row, kind, "kind", transaction_kind_names),
    SHOW_NAME(struct transaction_row, state, "state", transaction_state_names),
    SHOW_OBJECT(struct transaction_row, amount, "amount", shown_amount_fields),
    SHOW_LIST(struct transaction_row, postings, "postings", posting_fields),
    END_OF_FIELDS,
};
const struct view transaction_view = {.name = "Transaction", .fields = transaction_fields};

static int row_of(struct request *r, const struct transaction *t, struct transaction_row *ret)
{
    struct list postings;
    int rc = store_postings(r->store, r->arena, r->realm->id, t->id, &postings);

    *ret = (struct transaction_row){.id = t->id,
                                    .at = t->created,
                                    .kind = t->kind,
                                    .state = t->state,
                                    .amount = {t->currency, t->amount},
                                    .postings = LIST_OF(struct posting_row)};
    for (size_t i = 0; rc == 0 && i < postings.count; i++) {
        const struct posting *p = list_at(&postings, i);
        const char *name = ledger_account_name(p->account);

        *(struct posting_row *) list_add(&ret->postings, r->arena) =
            (struct posting_row){name == NULL ? arena_int(r->arena, p->account) : name, p->add};
    }
    return rc;
}

int reply_transaction(struct request *r, const struct transaction *t)
{
    struct transaction_row row;
    int rc = row_of(r, t, &row);

    return rc < 0 ? rc : reply(r, &row);
}

struct transactions_query {
    int64_t account;
    int kind;
    int state;
    int64_t after;
    int64_t limit;
};

static const struct rule transactions_rules[] = {
    RULE_ID(struct transactions_query, account, "account", .place = IN_QUERY),
    RULE_CHOICE(struct transactions_query, kind, "kind", transaction_kind_names, .place = IN_QUERY),
    RULE_CHOICE(struct transactions_query, state, "state", transaction_state_names,
                .place = IN_QUERY),
    RULE_ID(struct transactions_query, after, "after", .place = IN_QUERY),
    RULE_LIMIT(struct transactions_query),
    END_OF_RULES,
};
static const struct input transactions_input = {.name = "TransactionsQuery",
                                                .rules = transactions_rules,
                                                .size = sizeof(struct transactions_query)};

struct transactions_progress {
    struct listing list;
    struct transaction last; /* .id 0: none yet */
};

static const struct field transactions_fields[] = {
    SHOW_LIST(struct listing, rows, "transactions", transaction_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view transactions_view = {.name = "Transactions",
                                              .fields = transactions_fields};

static bool is_asked_for(const struct transactions_query *in, const struct transaction *t)
{
    return (in->account == 0 || in->account == t->source || in->account == t->destination) &&
           (in->kind < 0 || in->kind == (int) t->kind) &&
           (in->state < 0 || in->state == (int) t->state);
}

#define TRANSACTION_BYTES 500

static int take_transactions(struct request *r, struct transactions_progress *p,
                             const struct list *found)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < found->count && !p->list.more; i++) {
        const struct transaction *t = list_at(found, i);
        struct transaction_row *row =
            is_asked_for(r->input, t) ? listing_add(r, &p->list, TRANSACTION_BYTES) : NULL;

        if (row != NULL)
            rc = row_of(r, t, row);
        p->last = *t;
    }
    return rc;
}

/* Begins behind the transaction of `after`. PASS, or refused. */
static int start_or_reply(struct request *r, struct transactions_progress *p)
{
    const struct transactions_query *in = r->input;

    if (in->after == 0 || p->last.id != 0)
        return PASS;
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, in->after, &p->last);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no transaction %lld in realm %s", (long long) in->after,
                      r->realm->name);
    return rc < 0 ? rc : PASS;
}

static int transactions_list(struct request *r)
{
    const struct transactions_query *in = r->input;
    struct transactions_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct transaction_row), limit_or_default(in->limit));
    int64_t wanted = listing_look(&p->list, in->account == 0 && in->kind < 0 && in->state < 0);
    struct list found;
    int rc = start_or_reply(r, p);

    if (rc != PASS)
        return rc;
    rc = store_transactions(r->store, r->arena, r->realm->id, &p->last, wanted, &found);
    if (rc == 0)
        rc = take_transactions(r, p, &found);
    if (rc < 0 || !listing_ends(r, &p->list, (int64_t) found.count, wanted))
        return rc;
    return reply(r, &p->list);
}

static int transaction_resume(struct request *r)
{
    const struct path_id *in = r->input;
    struct context ctx = context_of(r);
    struct transaction t = {.id = 0};
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, in->id, &t);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no transaction %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc == 0 && t.state != TRANSACTION_PENDING)
        return refuse(r, TRANSACTION_NOT_PENDING, "the transaction is %s",
                      transaction_state_names[t.state]);
    if (rc == 0)
        rc = send_resume(&ctx, &t);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation control_transaction_operations[] = {
    OPERATION(transactions_list, GET, "/_sandgate/realms/{realm}/transactions", OPERATOR,
              .summary = "List transactions with their postings, newest first", .group = &money_group,
              .input = &transactions_input, .status = 200, .answer = &transactions_view, .errors = ERRORS()),
    OPERATION(transaction_resume, POST, "/_sandgate/realms/{realm}/transactions/{id}/resume", OPERATOR,
              .summary = "Let a send go on that waits because the receiver's limit is exceeded", .group = &money_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS(TRANSACTION_NOT_PENDING)),
    END_OF_OPERATIONS,
};
/* clang-format on */
