/* SPDX-License-Identifier: MIT */
/* What a row of the Customer API says beside the columns of every API: .columns = CUSTOMER(…). */
#ifndef CYREXA_CUSTOMER_COLUMNS_H
#define CYREXA_CUSTOMER_COLUMNS_H

#include "engine/operation.h"

struct customer_columns {
    bool session_header;        /* a session of somebody is wanted beside the bearer */
    const char *const *headers; /* others that must be there and say something, ended by NULL */
};

#define CUSTOMER(...) (&(const struct customer_columns){__VA_ARGS__})
#define HEADERS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
