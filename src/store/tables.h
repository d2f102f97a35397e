/* SPDX-License-Identifier: MIT */
/* What is done to every table of all_tables.def. Error codes as in store.h. */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include <stdint.h>

struct store;

/* Deletes what is in the realm. */
int tables_clear(struct store *s, int64_t realm);

/* Copies what is in the realm into the snapshot, and back into a realm that is empty. */
int tables_take(struct store *s, int64_t realm, int64_t snapshot);
int tables_return(struct store *s, int64_t realm, int64_t snapshot);

#endif
