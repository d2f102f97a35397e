/* SPDX-License-Identifier: MIT */
/* The Cyrexa Customer API, with the Open Banking and Merchant APIs beside it. */
#ifndef CYREXA_MODULE_H
#define CYREXA_MODULE_H
#include "engine/registry.h"

extern const struct module cyrexa_module;

extern const struct family token_family;    /* OAuth 2.0 tokens of the Customer API */
extern const struct family customer_family; /* Cyrexa Customer API */

#endif
