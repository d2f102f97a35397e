/* SPDX-License-Identifier: MIT */
/* Types that several operations share (weavr-identities.md 1.2). */
#ifndef WEAVR_SHARED_TYPES_H
#define WEAVR_SHARED_TYPES_H

#include "engine/operation.h"

/* The {type, id} pairs of the Multi API. */
struct typed_id {
    unsigned type;
    int64_t id;
};
extern const struct field identity_id_fields[];   /* CONSUMER or CORPORATE */
extern const struct field credential_id_fields[]; /* ROOT or USER */

struct mobile {
    const char *country_code;
    const char *number;
};
extern const struct rule mobile_rules[];
extern const struct field mobile_fields[];

/* How a scripted phone answers pushes. */
struct phone {
    const char *push; /* NULL: as the realm's setting */
    int64_t after_millis;
};
extern const struct rule phone_rules[];
extern const struct field phone_fields[];

/* Somebody behind a corporate who is checked: a director, or a user, who counts as one (weavr-webhooks.md 3.3). */
struct beneficiary {
    const char *type;
    const char *first_name;
    const char *middle_name;
    const char *last_name;
    const char *email;
    const char *status;
};

#endif
