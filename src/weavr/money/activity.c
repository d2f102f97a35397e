/* SPDX-License-Identifier: MIT */
/*
 * What happened on an identity's instruments: each transaction is an item for the source and one for the destination
 * (weavr-money.md 2.1.10). And deposits, in the bank's words (2.1.11).
 */
#include "accounts/accounts.h"
#include "amounts.h"
#include "engine/reply.h"
#include "multi_columns.h"
#include "paging.h"
#include "shown_order.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>
#include <string.h>

static const struct group activity_group = {.tag = "transactions", .title = "Transactions"};

static const char *const types[] = {
    [TRANSACTION_OPENING] = "system_transactions",
    [TRANSACTION_DEPOSIT] = "incoming_wire_transfers",
    [TRANSACTION_TRANSFER] = "transfers",
    [TRANSACTION_SEND] = "sends",
    NULL,
};
static const char *const queried_types[] = {"card_payments",
                                            "transfers",
                                            "sends",
                                            "outgoing_wire_transfers",
                                            "incoming_wire_transfers",
                                            "correspondent_bank_transfers",
                                            "fees",
                                            "system_transactions",
                                            NULL};
static const char *const statuses[] = {
    [TRANSACTION_PENDING] = "PROCESSING",
    [TRANSACTION_COMPLETED] = "COMPLETED",
    [TRANSACTION_SCHEDULED] = "SUBMITTED",
    [TRANSACTION_CANCELLED] = "CANCELLED",
    [TRANSACTION_PENDING_CHALLENGE] = "DRAFT",
    [TRANSACTION_REJECTED] = "CANCELLED",
    [TRANSACTION_FAILED] = "CANCELLED",
    [TRANSACTION_INVALID] = "CANCELLED",
    NULL,
};
static const char *const queried_statuses[] = {"DRAFT",     "SUBMITTED", "PROCESSING", "COMPLETED",
                                               "CANCELLED", "RETURNED",  NULL};
static const char *const directions[] = {"CREDIT", "DEBIT", NULL};
static const char *const sort_orders[] = {"ASC", "DESC", NULL};

struct activity_query {
    int64_t account; /* 0: all of the identity */
    struct page_query page;
    struct list types;
    struct list statuses;
    const char *direction;
    int64_t created_from;
    int64_t created_to;
    int64_t updated_from;
    int64_t updated_to;
    const char *order;
};

/* clang-format off */
#define TIME_RULES                                                                                 \
    RULE_INTEGER(struct activity_query, created_from, "creationTimestampFrom", .place = IN_QUERY), \
    RULE_INTEGER(struct activity_query, created_to, "creationTimestampTo", .place = IN_QUERY),     \
    RULE_INTEGER(struct activity_query, updated_from, "lastUpdatedTimestampFrom", .place = IN_QUERY), \
    RULE_INTEGER(struct activity_query, updated_to, "lastUpdatedTimestampTo", .place = IN_QUERY),  \
    RULE_TEXT(struct activity_query, order, "sortOrder", .place = IN_QUERY, .values = sort_orders)

#define ACTIVITY_RULES                                                                             \
    PAGE_RULES(struct activity_query, page, PAGE_MOST),                                            \
    RULE_TEXTS(struct activity_query, types, "type", .place = IN_QUERY, .most = 20,                \
               .values = queried_types),                                                           \
    RULE_TEXTS(struct activity_query, statuses, "status", .place = IN_QUERY, .most = 20,           \
               .values = queried_statuses),                                                        \
    RULE_TEXT(struct activity_query, direction, "direction", .place = IN_QUERY,                    \
              .values = directions),                                                               \
    TIME_RULES
/* clang-format on */

static const struct rule activity_rules[] = {ACTIVITY_RULES, END_OF_RULES};
static const struct input activity_input = {
    .name = "TransactionsQuery", .rules = activity_rules, .size = sizeof(struct activity_query)};

static const struct rule account_activity_rules[] = {
    RULE_ID(struct activity_query, account, "id", REQUIRED, .place = IN_PATH),
    ACTIVITY_RULES,
    END_OF_RULES,
};
static const struct input account_activity_input = {.name = "AccountTransactionsQuery",
                                                    .rules = account_activity_rules,
                                                    .size = sizeof(struct activity_query)};

struct activity_item {
    int64_t id;
    const char *type;
    const char *status;
    const char *direction;
    struct amount amount;
    const struct amount *fee;
    int64_t created;
    int64_t updated;
    struct typed_id instrument;
};

/* clang-format off */
#define ITEM_FIELDS                                                                                \
    SHOW_ID(struct activity_item, id, "id"),                                                       \
    SHOW_TEXT(struct activity_item, type, "type"),                                                 \
    SHOW_TEXT(struct activity_item, status, "status"),                                             \
    SHOW_TEXT(struct activity_item, direction, "direction"),                                       \
    SHOW_OBJECT(struct activity_item, amount, "amount", amount_fields),                            \
    SHOW_POINTER(struct activity_item, fee, "fee", amount_fields, OPTIONAL),                       \
    SHOW_INTEGER(struct activity_item, created, "creationTimestamp"),                              \
    SHOW_INTEGER(struct activity_item, updated, "lastUpdatedTimestamp")
/* clang-format on */

static const struct field item_fields[] = {ITEM_FIELDS, END_OF_FIELDS};
static const struct view item_view = {.name = "AccountTransaction", .fields = item_fields};

static const struct field identity_item_fields[] = {
    ITEM_FIELDS,
    SHOW_OBJECT(struct activity_item, instrument, "instrument", instrument_id_fields),
    END_OF_FIELDS,
};

struct activity_page {
    struct list items;
    int64_t count;
    int64_t response_count;
};

static const struct field account_page_fields[] = {
    SHOW_LIST(struct activity_page, items, "transactions", item_fields),
    SHOW_INTEGER(struct activity_page, count, "count"),
    SHOW_INTEGER(struct activity_page, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view account_page_view = {.name = "AccountTransactions",
                                              .fields = account_page_fields};

static const struct field identity_page_fields[] = {
    SHOW_LIST(struct activity_page, items, "transactions", identity_item_fields),
    SHOW_INTEGER(struct activity_page, count, "count"),
    SHOW_INTEGER(struct activity_page, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view identity_page_view = {.name = "IdentityTransactions",
                                               .fields = identity_page_fields};

/* One side of a transaction. */
static struct activity_item item_of(struct arena *a, const struct transaction *t, bool is_credit)
{
    struct amount *fee = t->fee == 0 ? NULL : arena_alloc(a, sizeof *fee);
    /* a deposit's receiver pays its fee, else who orders */
    bool pays = is_credit == (t->kind == TRANSACTION_DEPOSIT);

    if (fee != NULL)
        *fee = (struct amount){t->currency, t->fee};
    return (struct activity_item){
        .id = t->id,
        .type = types[t->kind],
        .status = statuses[t->state],
        .direction = directions[is_credit ? 0 : 1],
        .amount = {t->currency, t->amount},
        .fee = pays ? fee : NULL,
        .created = t->created,
        .updated = t->updated,
        .instrument = {MANAGED_ACCOUNT, is_credit ? t->destination : t->source},
    };
}

/* A receiver sees what was executed. */
static bool is_visible(const struct transaction *t, bool is_credit, int64_t account)
{
    bool is_executed = t->state == TRANSACTION_COMPLETED || t->state == TRANSACTION_PENDING;
    int64_t instrument = is_credit ? t->destination : t->source;

    return (account == 0 || account == instrument) && (!is_credit || is_executed);
}

static bool is_asked_for(const struct activity_query *q, const struct transaction *t,
                         bool is_credit)
{
    return is_visible(t, is_credit, q->account) && is_wanted(&q->types, types[t->kind]) &&
           is_wanted(&q->statuses, statuses[t->state]) &&
           (q->direction == NULL || strcmp(q->direction, directions[is_credit ? 0 : 1]) == 0) &&
           is_in_period(t->created, q->created_from, q->created_to) &&
           is_in_period(t->updated, q->updated_from, q->updated_to);
}

static bool is_forwards(const struct activity_query *q)
{
    return q->order != NULL && strcmp(q->order, "ASC") == 0;
}

/* In the page an item's id is twice the transaction's, and one more for a credit. */
#define ITEM_ID(transaction, is_credit) (2 * (transaction) + ((is_credit) ? 1 : 0))

/* A piece that is full may end between the two sides of a transaction: that one is left for the next. */
static size_t whole_sides(const struct list *sides, int64_t most)
{
    size_t count = sides->count;

    if ((int64_t) count < most)
        return count;
    const struct transaction_side *last = list_at(sides, count - 1);

    while (count > 0 &&
           ((const struct transaction_side *) list_at(sides, count - 1))->t.id == last->t.id)
        count--;
    return count;
}

static int look_at_sides(struct request *r, struct arena *scratch, const void *context,
                         int64_t most, struct paging *p)
{
    const struct activity_query *q = context;
    const struct transaction place = {.id = p->last_id / 2, .created = p->last_created};
    struct list sides;
    int rc = store_transaction_sides(r->store, scratch, r->realm->id, r->session.identity, &place,
                                     is_forwards(q), most + 2, &sides);
    size_t count = rc == 0 ? whole_sides(&sides, most + 2) : 0;

    for (size_t i = 0; i < count; i++) {
        const struct transaction_side *side = list_at(&sides, i);

        paging_take(r, p, side->t.created, ITEM_ID(side->t.id, side->is_credit),
                    is_asked_for(q, &side->t, side->is_credit));
    }
    return rc;
}

static int list_and_reply(struct request *r)
{
    const struct activity_query *in = r->input;
    struct paging *p = paging_begin(r, &in->page);
    int rc = paging_look(r, look_at_sides, in, p);

    if (rc == 0 && !p->ended)
        return request_yield(r);
    struct activity_page page = {.items = LIST_OF(struct activity_item), .count = p->count};

    for (size_t i = 0; rc == 0 && i < p->shown.count; i++) {
        int64_t id = *(const int64_t *) list_at(&p->shown, i);
        struct transaction t;

        rc = store_transaction_find(r->store, r->arena, r->realm->id, id / 2, &t);
        if (rc == 0)
            *(struct activity_item *) list_add(&page.items, r->arena) =
                item_of(r->arena, &t, id % 2 == 1);
    }
    page.response_count = (int64_t) page.items.count;
    return rc < 0 ? rc : reply(r, &page);
}

static int account_activity(struct request *r)
{
    return list_and_reply(r);
}

static int identity_activity(struct request *r)
{
    return list_and_reply(r);
}

struct activity_path {
    int64_t account;
    int64_t transaction;
};

static const struct rule activity_path_rules[] = {
    RULE_ID(struct activity_path, account, "id", REQUIRED, .place = IN_PATH),
    RULE_ID(struct activity_path, transaction, "transactionId", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
static const struct input activity_path_input = {.name = "AccountTransactionPath",
                                                 .rules = activity_path_rules,
                                                 .size = sizeof(struct activity_path)};

static int account_activity_get(struct request *r)
{
    const struct activity_path *in = r->input;
    struct transaction t = {.id = 0};
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, in->transaction, &t);
    bool is_credit = t.destination == in->account;

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || !is_visible(&t, is_credit, in->account))
        return refuse(r, NOT_FOUND, "no transaction %s on account %lld",
                      request_parameter(r, "transactionId"), (long long) in->account);
    const struct activity_item item = item_of(r->arena, &t, is_credit);

    return reply(r, &item);
}

/* clang-format off */
const struct operation activity_operations[] = {
    OPERATION(account_activity, GET, "/multi/managed_accounts/{id}/transactions", SIGNED_IN,
              .summary = "List what happened on an account, newest first", .group = &managed_accounts_group,
              .input = &account_activity_input, .find = account_find, .status = 200, .answer = &account_page_view,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(account_activity_get, GET, "/multi/managed_accounts/{id}/transactions/{transactionId}", SIGNED_IN,
              .summary = "Show a transaction of an account", .group = &managed_accounts_group,
              .input = &activity_path_input, .find = account_find, .status = 200, .answer = &item_view,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(identity_activity, GET, "/multi/transactions", SIGNED_IN,
              .summary = "List what happened on the identity's instruments, newest first", .group = &activity_group,
              .input = &activity_input, .status = 200, .answer = &identity_page_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
