/* SPDX-License-Identifier: MIT */
/* Replacing the content of a realm, for a reset, a seed or the restore of a snapshot. */
#ifndef CONTROL_REALMS_CONTENTS_H
#define CONTROL_REALMS_CONTENTS_H

#include "seeds/seeds.h"

/* The state that memory holds of a realm beside its rows, as it is after the replacement. */
struct realm_memory {
    struct clock clock;
    struct rate_window rates[RATE_WINDOWS];
    bool cleared;     /* journal, faults and coverage are cleared, too */
    json_t *settings; /* those that differ from the defaults, a reference; NULL: unchanged */
};

/*
 * Deletes the rows of the realm in the request's transaction. `memory`, whose reference is taken,
 * takes effect when the transaction commits.
 */
int contents_replace(struct request *r, const struct realm_memory *memory);

/* The same, and then applies seeds as of `now`. */
int contents_replace_by_seeds(struct request *r, const struct realm_memory *memory, int64_t now,
                              const struct seed *seeds, size_t count, struct seed_result *ret);

#endif
