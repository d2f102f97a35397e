/* SPDX-License-Identifier: MIT */
/* Transfers between the caller's own instruments (weavr-money.md 2.2). */
#include "engine/reply.h"
#include "multi_columns.h"
#include "execution.h"
#include "money_checks.h"
#include "orders.h"
#include "shown_order.h"
#include "transaction_steps.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>

static const struct group transfers_group = {.tag = "transfers", .title = "Transfers"};

static const struct rule transfer_rules[] = {
    ORDER_RULES(struct order_form, order, instrument_id_rules),
    END_OF_RULES,
};
static const struct input transfer_input = {
    .name = "TransferCreate", .rules = transfer_rules, .size = sizeof(struct order_form)};

static const struct field transfer_fields[] = {
    ORDER_FIELDS(struct shown_order),
    END_OF_FIELDS,
};
static const struct view transfer_view = {.name = "Transfer", .fields = transfer_fields};

static int reply_transfer(struct request *r, const struct transaction *t)
{
    struct shown_order shown;
    int rc = shown_order_of(r, t, &shown);

    return rc < 0 ? rc : reply(r, &shown);
}

static int transfer_show(struct request *r, int64_t id)
{
    struct transaction t;
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, id, &t);

    return rc < 0 ? rc : reply_transfer(r, &t);
}

/* weavr-money.md 2.2.1 rows 3 to 12 */
static int parties_or_reply(struct request *r, const struct order *order, struct parties *ret)
{
    int rc = own_instrument_or_reply(r, order->source.id, (enum instrument_type) order->source.type,
                                     SOURCE_NOT_FOUND, &ret->source);

    if (rc == PASS)
        rc = own_instrument_or_reply(r, order->destination.id,
                                     (enum instrument_type) order->destination.type,
                                     DESTINATION_NOT_FOUND, &ret->destination);
    if (rc == PASS && ret->source.id == ret->destination.id)
        return refuse(r, SOURCE_AND_DESTINATION_MUST_BE_DIFFERENT, "both are %lld",
                      (long long) ret->source.id);
    return rc == PASS ? order_or_reply(r, order, ret) : rc;
}

static int transfer_create(struct request *r)
{
    const struct order_form *in = r->input;
    struct context ctx = context_of(r);
    struct parties parties;
    int rc = money_profile_or_reply(r, PROFILE_TRANSFERS, in->order.profile, NOT_FOUND);

    if (rc == PASS)
        rc = parties_or_reply(r, &in->order, &parties);
    if (rc != PASS)
        return rc;
    struct transaction t = order_transaction(r, &in->order, &parties, TRANSACTION_TRANSFER,
                                             r->realm->settings.fees.transfer);

    rc = order_begin_or_reply(r, &t, &parties);
    if (rc != PASS)
        return rc;
    r->made = t.id;
    rc = order_store(&ctx, &t);
    return rc < 0 ? rc : reply_transfer(r, &t);
}

/* ---- lists */

static const struct rule transfers_query_rules[] = {
    ORDERS_QUERY_RULES("instrumentId.id", "instrumentId.type"),
    END_OF_RULES,
};
static const struct input transfers_query_input = {
    .name = "TransfersQuery", .rules = transfers_query_rules, .size = sizeof(struct orders_query)};

static const struct field transfers_fields[] = {
    SHOW_LIST(struct shown_orders, rows, "transfer", transfer_fields),
    SHOW_INTEGER(struct shown_orders, count, "count"),
    SHOW_INTEGER(struct shown_orders, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view transfers_view = {.name = "Transfers", .fields = transfers_fields};

static int transfers_list(struct request *r)
{
    return reply_orders(r, r->input, TRANSACTION_TRANSFER);
}

PATH_ID_INPUT(transfer_id_input, transfer_id_rules, "TransferId", "id");

static int transfer_get(struct request *r)
{
    const struct path_id *in = r->input;
    struct transaction t = {.id = 0};
    int rc = order_find_or_reply(r, in->id, TRANSACTION_TRANSFER, &t);

    if (rc == PASS)
        rc = window_or_reply(r, t.created);
    return rc == PASS ? reply_transfer(r, &t) : rc;
}

static int transfers_cancel(struct request *r)
{
    return cancel_all_and_reply(r, TRANSACTION_TRANSFER);
}

/* clang-format off */
const struct operation transfer_operations[] = {
    OPERATION(transfer_create, POST, "/multi/transfers", SIGNED_IN,
              .summary = "Transfer money between two instruments of the identity, at once or later", .group = &transfers_group,
              .input = &transfer_input, .status = 200, .answer = &transfer_view, .writes = true, .replays = REPLAY_SUCCESS(transfer_show),
              .errors = ERRORS(NOT_FOUND, ORDER_ERRORS, TRANSFER_BETWEEN_INSTRUMENTS_UNSUPPORTED)),
    OPERATION(transfers_list, GET, "/multi/transfers", SIGNED_IN,
              .summary = "List the transfers of the identity, newest first", .group = &transfers_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &transfers_query_input, .status = 200, .answer = &transfers_view, .errors = ERRORS()),
    OPERATION(transfer_get, GET, "/multi/transfers/{id}", SIGNED_IN,
              .summary = "Show a transfer", .group = &transfers_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &transfer_id_input, .status = 200, .answer = &transfer_view, .errors = ERRORS(NOT_FOUND)),
    OPERATION(transfers_cancel, POST, "/multi/transfers/bulk/cancel", SIGNED_IN,
              .summary = "Cancel scheduled transfers", .group = &transfers_group,
              .input = &cancellations_input, .status = 200, .answer = &cancellations_view, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
