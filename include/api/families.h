/* SPDX-License-Identifier: MIT */
/* The families of operations: what they check in which order, and how they word a refusal. */
#ifndef API_FAMILIES_H
#define API_FAMILIES_H

#include "api/family.h"

extern const struct family multi_family;      /* Weavr Multi API */
extern const struct family backoffice_family; /* its Back Office */
extern const struct family simulator_family;  /* Weavr simulator */
extern const struct family token_family;      /* OAuth 2.0 tokens of the Customer API */
extern const struct family customer_family;   /* Cyrexa Customer API */
extern const struct family control_family;    /* what sandgate adds; takes every other path */

#endif
