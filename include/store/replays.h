/* SPDX-License-Identifier: MIT */
/* Answers kept for calls that come again with their idempotency-ref. Error codes as in store.h. */
#ifndef STORE_REPLAYS_H
#define STORE_REPLAYS_H

#include "base/encode.h"
#include "store/store.h"

/* Which call it is. */
struct replay_key {
    int64_t realm;
    int64_t scope; /* whose references are told apart: a session, an identity; 0: the realm */
    const char *operation;
    unsigned char reference[DIGEST_SIZE];
};

struct replay {
    unsigned char payload[DIGEST_SIZE];
    int64_t status;         /* 0: it was refused, and may be tried again */
    const char *media_type; /* NULL: there is no body */
    const char *body;
    int64_t made;    /* id of what the call made; 0: that is in the body */
    int64_t expires; /* forgotten at this time */
};

int store_replay_find(struct store *s, struct arena *a, const struct replay_key *key,
                      struct replay *ret);

/* In place of what was kept for the key before; what expired in the realm by `now` is deleted. */
int store_replay_keep(struct store *s, const struct replay_key *key, const struct replay *r,
                      int64_t now);

#endif
