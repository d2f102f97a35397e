/* SPDX-License-Identifier: MIT */
/* Pages of lists. */
#include "paging.h"

#include <string.h>

/* Rows in a piece: some milliseconds of work. */
#define PIECE 1000

struct paging *paging_begin(struct request *r, const struct page_query *query)
{
    struct paging *p = request_progress(r, sizeof *p);

    if (p->query == NULL)
        *p = (struct paging){.shown = LIST_OF(int64_t)};
    p->query = query; /* decoded anew after each piece */
    return p;
}

int paging_look(struct request *r, paging_look_fn *look, const void *context, struct paging *p)
{
    struct arena scratch = ARENA_EMPTY;
    int64_t before = p->looked_at;
    int rc = look(r, &scratch, context, PIECE, p);

    p->ended = p->looked_at - before < PIECE;
    arena_free(&scratch);
    return rc;
}

void paging_take(struct request *r, struct paging *p, int64_t created, int64_t id, bool matches)
{
    int64_t end = p->query->offset + (p->query->limit == 0 ? PAGE_MOST : p->query->limit);

    p->looked_at++;
    p->last_created = created;
    p->last_id = id;
    if (!matches)
        return;
    if (p->count >= p->query->offset && p->count < end)
        *(int64_t *) list_add(&p->shown, r->arena) = id;
    p->count++;
}

bool is_wanted(const struct list *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (text != NULL && strcmp(*(const char *const *) list_at(texts, i), text) == 0)
            return true;
    }
    return texts->count == 0;
}

bool is_in_period(int64_t time, int64_t from, int64_t to)
{
    return time >= from && (to == 0 || time <= to);
}
