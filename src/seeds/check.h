/* SPDX-License-Identifier: MIT */
/* Checks of a document for which a rule of one member isn't enough. */
#ifndef SEEDS_CHECK_H
#define SEEDS_CHECK_H

#include "seed_index.h"

#define TIME_TEXT "must be a time like 2027-01-01T00:00:00.000Z"
#define HASH_TEXT "is not a supported Argon2id hash"

/* A complaint about the member to which the names lead, SEED_DEPTH at most; NULL ends them. */
#define SEED_DEPTH 8
void seed_complain(struct decoder *d, const char *detail, const char *const names[]);

/* Checks customers, organizations and credentials (check_customers.c). */
void seed_check_customers(struct decoder *d, const struct seed *seed,
                          const struct seed_index *index);

/* Whether the customer's address, which it must have, is one of its credentials, too. */
bool seed_lists_address(struct arena *a, const struct seed_customer *it);

#endif
