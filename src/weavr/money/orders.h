/* SPDX-License-Identifier: MIT */
/*
 * Orders to move money between instruments: what transfers and sends share (weavr-money.md 2.2.1 and 2.3.1). The body,
 * the checks, and the execution, at once or later.
 */
#ifndef WEAVR_ORDERS_H
#define WEAVR_ORDERS_H

#include "amounts.h"
#include "directory/context.h"
#include "engine/operation.h"
#include "model/money.h"
#include "paging.h"

/* {id, type} of an instrument; of a send's destination also a beneficiary. */
struct instrument_id {
    int64_t id;
    int type; /* enum instrument_type */
    int64_t beneficiary;
};
extern const struct rule instrument_id_rules[];

struct order {
    int64_t profile;
    struct instrument_id source;
    struct instrument_id destination;
    struct amount amount;
    const char *tag;
    const char *description;
    int64_t scheduled; /* 0: at once; INVALID_ID: beyond all times */
};

/* clang-format off */
#define ORDER_RULES(type, order, destination_rules)                                                \
    RULE_ID(type, order.profile, "profileId", REQUIRED),                                           \
    RULE_OBJECT(type, order.source, "source", instrument_id_rules, REQUIRED),                      \
    RULE_OBJECT(type, order.destination, "destination", destination_rules, REQUIRED),            \
    RULE_OBJECT(type, order.amount, "destinationAmount", amount_rules, REQUIRED),                  \
    RULE_TEXT(type, order.tag, "tag", .most = 50, .format = FORMAT_TAG),                           \
    RULE_TEXT(type, order.description, "description", .most = 255, .format = FORMAT_PAYMENT_TEXT), \
    RULE_ID(type, order.scheduled, "scheduledTimestamp")

/* What either refuses about its instruments and amount. */
#define ORDER_ERRORS                                                                               \
    SOURCE_NOT_FOUND, DESTINATION_NOT_FOUND, SOURCE_CANNOT_BE_DEBIT_MODE_CARD,                     \
    DESTINATION_CANNOT_BE_DEBIT_MODE_CARD, SOURCE_AND_DESTINATION_MUST_BE_DIFFERENT,               \
    SOURCE_INSTRUMENT_DESTROYED, SOURCE_INSTRUMENT_BLOCKED, DESTINATION_INSTRUMENT_DESTROYED,      \
    DESTINATION_INSTRUMENT_BLOCKED, CURRENCY_MISMATCH, AMOUNT_INVALID,                             \
    SCHEDULED_TIMESTAMP_INVALID, FUNDS_INSUFFICIENT, INSTRUMENT_DENIED_TRANSACTION,                \
    PROFILE_INACTIVE, MODEL_CONSTRAINTS_VIOLATED, INTERCEPTOR_DENIED_TRANSACTION,                  \
    FOREX_TRADE_DENIED_TRANSACTION, FEE_NOT_CONFIGURED_FOR_CURRENCY, DESTINATION_LIMIT_EXCEEDED
/* clang-format on */

/* The two instruments of an order. */
struct parties {
    struct instrument source;
    struct instrument destination;
};

/* States, currency, amount, time (weavr-money.md 2.2.1 rows 8 to 12): PASS, or refused. */
int order_or_reply(struct request *r, const struct order *order, const struct parties *parties);

/* A transaction of the caller that is ordered; it has no id yet. */
struct transaction order_transaction(const struct request *r, const struct order *order,
                                     const struct parties *parties, enum transaction_kind kind,
                                     int64_t fee);

/* The filters of a list. */
struct orders_query {
    struct page_query page;
    int64_t profile;
    struct instrument_id source;
    struct list states;
    int64_t created_from;
    int64_t created_to;
    int64_t executed_from;
    int64_t executed_to;
    const char *tag;
};

/* clang-format off */
#define ORDERS_QUERY_RULES(source_id, source_type)                                                 \
    PAGE_RULES(struct orders_query, page, PAGE_MOST),                                              \
    RULE_ID(struct orders_query, profile, "profileId", .place = IN_QUERY),                         \
    RULE_ID(struct orders_query, source.id, source_id, .place = IN_QUERY),                         \
    RULE_CHOICE(struct orders_query, source.type, source_type, instrument_type_names,              \
                .place = IN_QUERY),                                                                \
    RULE_TEXTS(struct orders_query, states, "state", .place = IN_QUERY, .most = 20),               \
    RULE_INTEGER(struct orders_query, created_from, "createdFrom", .place = IN_QUERY),             \
    RULE_INTEGER(struct orders_query, created_to, "createdTo", .place = IN_QUERY),                 \
    RULE_INTEGER(struct orders_query, executed_from, "executedFrom", .place = IN_QUERY),           \
    RULE_INTEGER(struct orders_query, executed_to, "executedTo", .place = IN_QUERY),               \
    RULE_TEXT(struct orders_query, tag, "tag", .place = IN_QUERY, .most = 50)
/* clang-format on */

/*
 * The caller's orders of a kind that match the query, by pages. True: `ret` has the page (struct transaction) and its
 * counts. False: the request has yielded, or *ret_rc is a negative errno.
 */
struct orders_page {
    struct list rows;
    int64_t count;
};
bool orders_page(struct request *r, const struct orders_query *query, enum transaction_kind kind,
                 struct orders_page *ret, int *ret_rc);

/* The caller's order of a kind that the path names; others are not found. PASS, or refused. */
int order_find_or_reply(struct request *r, int64_t id, enum transaction_kind kind,
                        struct transaction *ret);

#endif
