/* SPDX-License-Identifier: MIT */
/* Rows of replays. */
#include "store/replays.h"

#include "store/query.h"

#include <string.h>

int store_replay_find(struct store *s, struct arena *a, const struct replay_key *key,
                      struct replay *ret)
{
    QUERY(q, s, REPLAY_FIND, INT_ARG(key->realm), INT_ARG(key->scope), TEXT_ARG(key->operation),
          BLOB_ARG(key->reference, sizeof key->reference));
    int rc = query_step(&q);

    if (rc < 0)
        return rc;
    *ret = (struct replay){
        .status = column_int(&q, 1),
        .media_type = column_text(&q, 2, a),
        .body = column_text(&q, 3, a),
        .made = column_int(&q, 4),
        .expires = column_int(&q, 5),
    };
    return column_blob(&q, 0, ret->payload, sizeof ret->payload);
}

static int delete_expired(struct store *s, int64_t realm, int64_t now)
{
    QUERY(q, s, REPLAYS_DELETE_EXPIRED, INT_ARG(realm), INT_ARG(now), INT_ARG(DELETED_AT_ONCE));

    return query_run(&q);
}

int store_replay_save(struct store *s, const struct replay_key *key, const struct replay *r,
                      int64_t now)
{
    QUERY(q, s, REPLAY_SAVE, INT_ARG(key->realm), INT_ARG(key->scope), TEXT_ARG(key->operation),
          BLOB_ARG(key->reference, sizeof key->reference), BLOB_ARG(r->payload, sizeof r->payload),
          INT_ARG(r->status), TEXT_ARG(r->media_type), TEXT_ARG(r->body), INT_ARG(r->made),
          INT_ARG(r->expires));
    int rc = delete_expired(s, key->realm, now);

    return rc < 0 ? rc : query_run(&q);
}
