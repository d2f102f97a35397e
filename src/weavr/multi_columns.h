/* SPDX-License-Identifier: MIT */
/* The Multi API's own columns of operation rows: .columns = MULTI(…). */
#ifndef WEAVR_MULTI_COLUMNS_H
#define WEAVR_MULTI_COLUMNS_H

#include "engine/operation.h"
#include "model/person.h"
#include "model/settings.h"

/* A setting that, if it is on, requires a step-up. */
struct guard {
    const char *setting; /* its name */
    size_t offset;       /* of its enum maybe in struct settings */
    bool in_window; /* of any session of the person within scaWindowSeconds; else of this one */
};

struct multi_columns {
    unsigned identities;      /* OF() bits of the identity types that may call; 0: any */
    bool root_only;           /* only their root user may call */
    enum error forbidden;     /* instead of INSUFFICIENT_PERMISSIONS */
    enum error unknown_token; /* instead of UNAUTHORIZED, for a token that was never issued */
    enum error
        ended_token;    /* instead of UNAUTHORIZED, for one that expired or whose session ended */
    bool never_limited; /* no rate limit */
    const struct guard *guard; /* NULL: no step-up is ever required */
    bool is_versioned;         /* the header x-api-version selects the form of the answer */
};

#define MULTI(...) (&(const struct multi_columns){__VA_ARGS__})

/* Values of columns. */
#define OF(type) (1U << (type))
#define GUARD(member, name)                                                                        \
    (&(const struct guard){(name), MEMBER_AT(struct settings, member, enum maybe), false})
/* Account information (weavr-money.md 1.8). */
#define ACCOUNTS_GUARD                                                                             \
    (&(const struct guard){"scaAccounts", MEMBER_AT(struct settings, sca_accounts, enum maybe),    \
                           true})

/* The row's columns; the defaults for a row without any and for no operation (NULL). */
const struct multi_columns *multi_columns(const struct operation *operation);

/* Members of struct family: the errors that these columns declare, who may call, and headers. */
bool multi_declares(const struct operation *operation, enum error error);
void multi_write_caller(struct text *t, const struct operation *operation, const char *usual);
struct list multi_headers(const struct operation *operation, struct arena *a);

#endif
