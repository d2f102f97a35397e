/* SPDX-License-Identifier: MIT */
/* The data and views of events of money. */
#ifndef WEAVR_EVENTS_MONEY_DATA_H
#define WEAVR_EVENTS_MONEY_DATA_H

#include "json/views.h"
#include "model/money.h"
#include "weavr/shared_types.h"

struct account_event_state {
    struct list blocks; /* const char * */
    const char *destroyed;
};

struct account_event_account {
    struct typed_id id;
    int64_t profile;
    const char *tag;
    struct typed_id owner;
    const char *friendly_name;
    bool active;
    const char *currency;
    struct balances balances;
    struct account_event_state state;
    int64_t created;
    struct list details; /* struct bank_details */
};

struct account_event_data {
    struct account_event_account account;
    int64_t published;
    unsigned type;
};

struct event_amount {
    const char *currency;
    int64_t amount;
};

struct deposit_event_data {
    struct typed_id id;
    int64_t transaction;
    struct event_amount amount;
    int64_t at;
    const char *network;
    const char *email; /* of the owner's root user */
    struct typed_id owner;
    const char *sender;
    const char *state;
    const char *sender_iban;
    const char *reference;
    struct event_amount fee;
};

struct low_balance_event_data {
    struct typed_id id;
    const char *currency;
    int64_t available;
    int64_t published;
};

struct order_event_order {
    struct typed_id id;
    int64_t profile;
    const char *tag;
    struct typed_id source;
    struct typed_id destination;
    struct event_amount amount;
    unsigned state;
    int64_t created;
    const char *conflict;
    const char *exemption; /* of a send */
    const char *beneficiary;
};

struct order_event_data {
    unsigned type;
    struct order_event_order order;
    int64_t published;
};

extern const struct view account_event_view, deposit_event_view, low_balance_event_view,
    transfer_event_view, send_event_view;

#endif
