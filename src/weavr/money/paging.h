/* SPDX-License-Identifier: MIT */
/*
 * Lists of money (weavr-money.md 1.4): a page of those rows that match, and the count of all. Rows are looked at in
 * pieces, newest first, so that a long list delays nobody.
 *
 *     struct paging *p = paging_begin(r, &in->page);
 *     rc = paging_look(r, look, in, p);          look takes each row with paging_take
 *     if (rc == 0 && !p->ended) return request_yield(r);
 *     … p->shown has the ids of the page
 */
#ifndef WEAVR_PAGING_H
#define WEAVR_PAGING_H

#include "engine/request.h"

#define PAGE_MOST 100

struct page_query {
    int64_t offset;
    int64_t limit; /* 0: the most */
};

#define PAGE_RULES(type, member, longest)                                                          \
    RULE_INTEGER(type, member.offset, "offset", .place = IN_QUERY, .most = 1000000000),            \
        RULE_INTEGER(type, member.limit, "limit", .place = IN_QUERY, .least = 1,                   \
                     .most = (longest))

struct paging {
    const struct page_query *query;
    int64_t last_created; /* of the row that was looked at last; with id 0: none was */
    int64_t last_id;
    int64_t looked_at; /* rows so far */
    int64_t count;     /* those that match */
    bool ended;
    struct list shown; /* int64_t: ids of the page, in order */
};

/* What the request has looked at so far; it begins with nothing. */
struct paging *paging_begin(struct request *r, const struct page_query *query);

/* Reads at most so many rows behind p's last into `scratch`, and takes each. 0 or a negative errno. */
typedef int paging_look_fn(struct request *r, struct arena *scratch, const void *context,
                           int64_t most, struct paging *p);

/* Looks at the next piece. 0 or a negative errno. */
int paging_look(struct request *r, paging_look_fn *look, const void *context, struct paging *p);

/* A row of the piece. */
void paging_take(struct request *r, struct paging *p, int64_t created, int64_t id, bool matches);

/* Whether a text is one of several; an empty list has all. */
bool is_wanted(const struct list *texts, const char *text);

/* Whether a time is in a period, whose bounds belong to it; `to` 0: it has no end. */
bool is_in_period(int64_t time, int64_t from, int64_t to);

#endif
