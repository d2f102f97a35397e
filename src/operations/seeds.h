/* SPDX-License-Identifier: MIT */
/* Seed documents (control.md section 7): the people that a realm begins with. */
#ifndef OPERATIONS_SEEDS_H
#define OPERATIONS_SEEDS_H

#include "api/rules.h"

/* Whether `seed` is the word "demo" or a good document; every fault is a complaint in `d`. */
bool seeds_check(struct decoder *d, const json_t *seed);

/* The rules of a document, for its schema. */
extern const struct rule seed_rules[];

#endif
