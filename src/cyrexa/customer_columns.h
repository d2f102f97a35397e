/* SPDX-License-Identifier: MIT */
/* The columns that only operations of the Customer API have: .columns = CUSTOMER(…). */
#ifndef CYREXA_CUSTOMER_COLUMNS_H
#define CYREXA_CUSTOMER_COLUMNS_H

#include "engine/operation.h"

struct customer_columns {
    bool session_header;        /* the token header must have a person's session */
    const char *const *headers; /* other required headers, NULL-terminated */
};

#define CUSTOMER(...) (&(const struct customer_columns){__VA_ARGS__})
#define HEADERS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
