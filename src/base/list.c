/* SPDX-License-Identifier: MIT */
/* Growing arrays. */
#include "base/list.h"

#include <assert.h>
#include <string.h>

void *list_at(const struct list *l, size_t i)
{
    assert(i < l->count);
    return (char *) l->items + i * l->item_size;
}

void *list_add(struct list *l, struct arena *a)
{
    if (l->count == l->capacity) {
        size_t capacity = l->capacity == 0 ? 4 : l->capacity * 2;
        void *items = arena_array(a, capacity, l->item_size);

        if (l->count > 0)
            memcpy(items, l->items, l->count * l->item_size);
        l->items = items;
        l->capacity = capacity;
    }
    l->count++;
    return list_at(l, l->count - 1);
}
