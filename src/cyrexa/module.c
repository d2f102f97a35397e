/* SPDX-License-Identifier: MIT */
/* The Cyrexa Customer API, with the Open Banking and Merchant APIs beside it. */
#include "cyrexa/module.h"

/* clang-format off */
/* The tables of operations, in the order of the documents; each stands at the end of its file. */
#define TABLES(TABLE)                  \
    TABLE(client_token)                \
    TABLE(login)                       \
    TABLE(credential_change)           \
    TABLE(customer)                    \
    TABLE(customer_list)               \
    TABLE(customer_entry)              \
    TABLE(organization_list)           \
    TABLE(organization)                \
    TABLE(access_control)              \
    TABLE(consent)                     \
    TABLE(payment)

#define DECLARE(name) extern const struct operation name##_operations[];
#define LIST(name) name##_operations,
TABLES(DECLARE)

static const struct family *const families[] = {&token_family, &customer_family, NULL};

static const struct operation *const operations[] = {TABLES(LIST) NULL};
/* clang-format on */

const struct module cyrexa_module = {
    .name = "cyrexa", .families = families, .operations = operations};
