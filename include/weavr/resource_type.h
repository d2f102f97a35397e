/* SPDX-License-Identifier: MIT */
/* Resources that a confirmation challenge confirms (weavr-auth.md 2.3). */
#ifndef WEAVR_RESOURCE_TYPE_H
#define WEAVR_RESOURCE_TYPE_H

#include <stdint.h>

enum resource_type {
    RESOURCE_OUTGOING_WIRE_TRANSFER,
    RESOURCE_SEND,
    RESOURCE_LINKED_ACCOUNT_DECLARATION,
    RESOURCE_CORRESPONDENT_BANK_TRANSFER,
};

enum resource_state {
    RESOURCE_PENDING_CHALLENGE, /* waits to be confirmed, challenged or not */
    RESOURCE_COMPLETED,
    RESOURCE_REJECTED,
    RESOURCE_FAILED,
    RESOURCE_INVALID,
};

/* The names on the wire and in the database, by the values above; NULL-terminated. */
extern const char *const resource_type_names[];
extern const char *const resource_state_names[];

/* How the execution of a confirmed resource may end: COMPLETED or FAILED. */
extern const char *const resource_outcome_names[];

struct resource {
    int64_t id;
    enum resource_type type;
    int64_t identity;
    enum resource_state state;
    const char *outcome; /* of resource_outcome_names: how its execution will end */
    int64_t challenge;   /* the latest; 0: none yet */
    int64_t created;
};

/*
 * How long after its challenge's end an unconfirmed resource fails: 10 to 80 s were observed
 * (weavr-auth.md 2.3.2 row 7).
 */
#define RESOURCE_FAILS_AFTER_MILLIS 10000

#endif
