/* SPDX-License-Identifier: MIT */
/* The common part of lists that are read in pieces. */
#include "lists.h"

void *listing_begin(struct request *r, size_t size, size_t row_size, int64_t limit)
{
    struct listing *l = request_progress(r, size);

    l->rows.item_size = row_size;
    l->limit = limit;
    return l;
}

int64_t listing_look(const struct listing *l, bool each)
{
    /* one more tells whether there is more */
    int64_t wanted = l->limit - (int64_t) l->rows.count + 1;

    return each && wanted < PIECE_ROWS ? wanted : PIECE_ROWS;
}

void *listing_add(struct request *r, struct listing *l, size_t bytes)
{
    l->more = (int64_t) l->rows.count == l->limit || l->bytes > ANSWER_BYTES_MOST;
    l->bytes += bytes;
    return l->more ? NULL : list_add(&l->rows, r->arena);
}

bool listing_ends(struct request *r, struct listing *l, int64_t looked, int64_t wanted)
{
    if (looked < wanted || l->more) {
        r->progress = NULL;
        return true;
    }
    request_yield(r);
    return false;
}
