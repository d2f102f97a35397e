/* SPDX-License-Identifier: MIT */
/* Answers stored for repeated calls with the same idempotency-ref. Error codes as in store.h. */
#ifndef STORE_REPLAYS_H
#define STORE_REPLAYS_H

#include "base/encode.h"
#include "store/store.h"

/* Identifies a call. */
struct replay_key {
    int64_t realm;
    int64_t scope; /* in which references are unique: a session or an identity; 0: the realm */
    const char *operation;
    unsigned char reference[DIGEST_SIZE];
};

struct replay {
    unsigned char payload[DIGEST_SIZE];
    int64_t status;         /* 0: it failed, and may be repeated */
    const char *media_type; /* NULL: no body */
    const char *body;
    int64_t made;    /* id of the object that the call created; 0: `body` is the answer */
    int64_t expires; /* by the realm's clock */
};

int store_replay_find(struct store *s, struct arena *a, const struct replay_key *key,
                      struct replay *ret);

/* Replaces what is stored for the key, and deletes what has expired in the realm by `now`. */
int store_replay_save(struct store *s, const struct replay_key *key, const struct replay *r,
                      int64_t now);

#endif
