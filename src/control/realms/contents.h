/* SPDX-License-Identifier: MIT */
/* Replacing all that is in a realm: what a reset, a seed and a snapshot's return have in common. */
#ifndef CONTROL_REALMS_CONTENTS_H
#define CONTROL_REALMS_CONTENTS_H
#include "seeds/seeds.h"

/* What memory holds of a realm beside its rows, once these were replaced. */
struct aftermath {
    struct clock clock;
    struct rate_window rates[RATE_WINDOWS];
    bool emptied;     /* journal, faults and coverage, too */
    json_t *settings; /* what differs from the defaults, a reference; NULL: they stay */
};

/* Deletes the content in the request's transaction; `after`, which is taken, has effect with its commit. */
int content_clear(struct request *r, const struct aftermath *after);

/* The same, and then sows, as of `now`. */
int content_apply_seeds(struct request *r, const struct aftermath *after, int64_t now,
                        const struct seed *seeds, size_t count, struct seed_result *ret);

#endif
