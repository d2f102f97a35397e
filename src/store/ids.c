/* SPDX-License-Identifier: MIT */
/* The bound of the ids is a column of the gateway table. */
#include "store/ids.h"

#include "store/query.h"

/* The rest is enough for a request without a transaction, which uses a few ids. */
#define NEARLY_USED_UP (IDS_BLOCK / 4)

static int read_bound(struct store *s, int64_t *ret)
{
    QUERY(q, s, IDS_RESERVED, INT_ARG(1));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0);
    return rc;
}

static int reserve(struct store *s)
{
    int64_t bound = *s->ids + IDS_BLOCK;
    QUERY(q, s, IDS_RESERVE, INT_ARG(bound));
    int rc = query_change(&q);

    if (rc == 0)
        s->ids_reserved = bound;
    return rc;
}

int store_ids_start(struct store *s, int64_t *counter)
{
    int rc = read_bound(s, counter);

    s->ids = counter;
    return rc < 0 ? rc : reserve(s);
}

int store_ids_ensure(struct store *s)
{
    return *s->ids > s->ids_reserved - NEARLY_USED_UP ? reserve(s) : 0;
}

int ids_ensure_reserved(struct store *s)
{
    return s->ids != NULL && *s->ids > s->ids_reserved ? reserve(s) : 0;
}
