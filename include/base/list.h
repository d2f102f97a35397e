/* SPDX-License-Identifier: MIT */
/* A growing array of equal items in an arena: rows of a query, complaints, views of many. */
#ifndef BASE_LIST_H
#define BASE_LIST_H
#include "base/arena.h"

struct list {
    size_t item_size;
    size_t count;
    size_t capacity;
    void *items;
};

#define LIST_OF(type) ((struct list){.item_size = sizeof(type)})

/* A new zeroed item at the end. Pointers to earlier items end their life here. */
void *list_add(struct list *l, struct arena *a);

/* Item `i`, which must exist. */
void *list_at(const struct list *l, size_t i);

#endif
