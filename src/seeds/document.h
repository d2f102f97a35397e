/* SPDX-License-Identifier: MIT */
/* The rules of the parts of a document that an export shows as bodies. */
#ifndef SEEDS_DOCUMENT_H
#define SEEDS_DOCUMENT_H

#include "json/complaints.h"

extern const struct rule seed_organization_rules[];
extern const struct rule seed_customer_rules[];

#endif
