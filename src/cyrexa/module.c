/* SPDX-License-Identifier: MIT */
/* The tables of operations and the families of this module. */
#include "cyrexa/module.h"

/* clang-format off */
/* In the order of the documents. Each table is at the end of the file with its handlers. */
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
