/* SPDX-License-Identifier: MIT */
/* Instruments: managed accounts and cards, with their balances. Error codes as in store.h. */
#ifndef WEAVR_INSTRUMENTS_STORE_H
#define WEAVR_INSTRUMENTS_STORE_H

#include "model/money.h"
#include "store/store.h"

/* Without balances, which the ledger writes. -EEXIST: the id or the bank number is taken in the realm. */
int store_instrument_insert(struct store *s, int64_t realm, const struct instrument *i);

int store_instrument_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                          struct instrument *ret);
int store_instrument_by_bank_number(struct store *s, struct arena *a, int64_t realm,
                                    int64_t bank_number, struct instrument *ret);

/*
 * Instruments of an identity, newest first, behind `before`, of which time and id count (id 0: from the newest on): at
 * most so many, a list of struct instrument.
 */
int store_instruments_of_identity(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                                  enum instrument_type type, const struct instrument *before,
                                  int64_t most, struct list *ret);

/* Those of a realm by falling ids, below `before`. */
int store_instruments_of_realm(struct store *s, struct arena *a, int64_t realm,
                               enum instrument_type type, int64_t before, int64_t most,
                               struct list *ret);

/* Writes name, tag, threshold, blocks, end, IBAN and bank number. -EEXIST as store_instrument_insert. */
int store_instrument_update(struct store *s, int64_t realm, const struct instrument *i);

#endif
