/* SPDX-License-Identifier: MIT */
/* Transactions. Error codes as in store.h. */
#ifndef WEAVR_TRANSACTIONS_STORE_H
#define WEAVR_TRANSACTIONS_STORE_H

#include "model/money.h"
#include "store/store.h"

/* -EEXIST: the id is taken in the realm. */
int store_transaction_insert(struct store *s, int64_t realm, const struct transaction *t);

int store_transaction_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                           struct transaction *ret);

/* Writes state, challenge, exemption, reason of a cancellation, and times. */
int store_transaction_update(struct store *s, int64_t realm, const struct transaction *t);

/* Those of a realm, newest first, behind `before`, of which time and id count (id 0: from the newest on). */
int store_transactions(struct store *s, struct arena *a, int64_t realm,
                       const struct transaction *before, int64_t most, struct list *ret);

/* The debits that an identity ordered, in the same way. */
int store_transactions_ordered(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                               const struct transaction *before, int64_t most, struct list *ret);

/*
 * The sides of an identity's transactions, debits and credits: newest first and credits before debits, or the other way
 * round `forwards`; behind `place` as above: at most so many, a list of struct transaction_side.
 */
struct transaction_side {
    struct transaction t;
    bool is_credit;
};
int store_transaction_sides(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                            const struct transaction *place, bool forwards, int64_t most,
                            struct list *ret);

/* Notes the challenge of one. -ENOENT: there is none of this id. */
int store_transaction_set_challenge(struct store *s, int64_t realm, int64_t id, int64_t challenge);

/* Those that wait for a challenge, in the order of their creation. */
int store_transactions_challenged(struct store *s, struct arena *a, int64_t realm,
                                  int64_t challenge, struct list *ret);

/* The sum that an identity has received by sends, also of those that still wait. */
int store_sends_received(struct store *s, int64_t realm, int64_t recipient, int64_t *ret);

/* What an identity has paid without a challenge because it was little. */
struct low_value {
    int64_t amount;
    int64_t count;
};
int store_low_value(struct store *s, int64_t realm, int64_t identity, struct low_value *ret);
int store_low_value_save(struct store *s, int64_t realm, int64_t identity, struct low_value used);

/* Scheduled ones that are due, by their times and creation: at most so many. */
int store_transactions_due(struct store *s, struct arena *a, int64_t realm, int64_t now,
                           int64_t most, struct list *ret);

/* The next time of a realm (INT64_MAX: none), and of all realms: a list of struct due_time. */
int store_transaction_next_due(struct store *s, int64_t realm, int64_t *ret);
int store_transactions_next_times(struct store *s, struct arena *a, struct list *ret);

#endif
