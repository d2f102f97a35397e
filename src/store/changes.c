/* SPDX-License-Identifier: MIT */
/* Changed rows: those of a transaction are dropped by its rollback. */
#include "store/changes.h"

#include "base/memory.h"
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

/* The first `committed` items are committed, the others belong to the current transaction. */
struct changes {
    size_t committed;
    size_t count;
    size_t missed; /* since the last store_take_changes: there was no room */
    struct change items[CHANGES_MOST];
};

void store_record_changes(struct store *s, bool on)
{
    if (on == (s->changes != NULL))
        return;
    free(s->changes);
    s->changes = on ? memory_zeroed(1, sizeof *s->changes) : NULL;
}

static bool is_recorded(const struct changes *c, const struct change *change)
{
    for (size_t i = c->committed; i < c->count; i++) {
        if (c->items[i].id == change->id && c->items[i].kind == change->kind)
            return true;
    }
    return false;
}

int changes_add(struct store *s, int rc, enum change_kind kind, int64_t realm, int64_t id)
{
    const struct change change = {kind, realm, id};
    struct changes *c = s->changes;

    if (rc < 0 || c == NULL || is_recorded(c, &change))
        return rc;
    if (c->count == CHANGES_MOST)
        c->missed++;
    else
        c->items[c->count++] = change;
    if (sqlite3_get_autocommit(s->db) != 0)
        changes_end(c, true); /* the statement was not in a transaction */
    return rc;
}

void changes_end(struct changes *c, bool committed)
{
    if (c == NULL)
        return;
    if (committed)
        c->committed = c->count;
    else
        c->count = c->committed;
}

size_t store_take_changes(struct store *s, struct arena *a, struct list *ret)
{
    struct changes *c = s->changes;

    *ret = LIST_OF(struct change);
    if (c == NULL)
        return 0;
    for (size_t i = 0; i < c->committed; i++)
        *(struct change *) list_add(ret, a) = c->items[i];
    size_t missed = c->missed;

    c->count -= c->committed;
    memmove(c->items, c->items + c->committed, c->count * sizeof *c->items);
    c->committed = 0;
    c->missed = 0;
    return missed;
}
