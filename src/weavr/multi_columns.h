/* SPDX-License-Identifier: MIT */
/* What a row of the Multi API says beside the columns of every API: .columns = MULTI(…). */
#ifndef WEAVR_MULTI_COLUMNS_H
#define WEAVR_MULTI_COLUMNS_H

#include "engine/operation.h"
#include "model/person.h"
#include "model/settings.h"

/* A setting that, when it is on, lets only a session through that was stepped up. */
struct guard {
    const char *setting; /* its name */
    size_t offset;       /* of its enum maybe in struct settings */
};

struct multi_columns {
    unsigned identities;       /* OF() bits of the types that may call; 0: any */
    bool root_only;            /* and of these the root user alone */
    enum error forbidden;      /* instead of INSUFFICIENT_PERMISSIONS */
    enum error unknown_token;  /* instead of UNAUTHORIZED, for a token that was never issued */
    enum error dead_token;     /* instead of UNAUTHORIZED, for one that expired or was ended */
    bool never_limited;        /* no rate limit */
    const struct guard *guard; /* what demands a step-up first; NULL: nothing does */
};

#define MULTI(...) (&(const struct multi_columns){__VA_ARGS__})

/* Values of columns. */
#define OF(type) (1U << (type))
#define GUARD(member, name)                                                                        \
    (&(const struct guard){(name), MEMBER_AT(struct settings, member, enum maybe)})

/* Those of the row; of a row without, and of no operation (NULL), the usual ones. */
const struct multi_columns *multi_columns(const struct operation *operation);

/* What they add to the row: for struct family. */
bool multi_declares(const struct operation *operation, enum error error);
void multi_write_caller(struct text *t, const struct operation *operation, const char *usual);

#endif
