/* SPDX-License-Identifier: MIT */
/*
 * Lists that are read in pieces, so that nobody waits for a long one. A piece goes on behind the last row of
 * the piece before; in between other requests are answered, and rows may come and go.
 */
#ifndef CONTROL_LISTS_H
#define CONTROL_LISTS_H

#include "base/list.h"
#include "engine/request.h"

/* How many rows a piece looks at; for some rows that takes several look-ups. */
#define PIECE_ROWS 100

/* An answer ends with `more` after about so many bytes of rows. */
#define ANSWER_BYTES_MOST ((size_t) 4 << 20)

/* The first member of a list's progress (request_progress), and the beginning of its answer. */
struct listing {
    struct list rows;
    bool more; /* there are further rows, for which there was no room */
    size_t bytes;
    int64_t limit;
};

/* Begins a list, or its next piece. Progress of `size` bytes begins with the listing. */
void *listing_begin(struct request *r, size_t size, size_t row_size, int64_t limit);

/* How many rows this piece looks at. Fewer are enough if each that is looked at is listed. */
int64_t listing_look(const struct listing *l, bool each);

/* Adds a zeroed row of about `bytes` bytes of JSON; NULL if there is no room. */
void *listing_add(struct request *r, struct listing *l, size_t bytes);

/*
 * Ends a piece that has looked at `looked` of `wanted` rows. False: another one follows, and the request
 * has yielded.
 */
bool listing_ends(struct request *r, struct listing *l, int64_t looked, int64_t wanted);

#endif
