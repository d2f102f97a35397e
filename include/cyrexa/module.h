/* SPDX-License-Identifier: MIT */
/*
 * The Cyrexa Customer API, with the Open Banking and Merchant APIs of the same gateway. family.c has the steps
 * that every request takes and the error bodies, tokens.c the OAuth 2.0 tokens; each folder has the operations
 * of one subject. customers.h declares what the folders share, and what seeds use to make and export customers.
 *
 * Customers are people of the same directory as the users of the Multi API: every identity is a customer, and
 * every corporate an organization (docs/architecture.md). Others have a person of their own with the same id.
 */
#ifndef CYREXA_MODULE_H
#define CYREXA_MODULE_H

#include "engine/registry.h"

extern const struct module cyrexa_module;

extern const struct family token_family;    /* OAuth 2.0 tokens of the Customer API */
extern const struct family customer_family; /* Cyrexa Customer API */

#endif
