/* SPDX-License-Identifier: MIT */
/* A growing array in an arena: the rows of a query, the errors of a body, the items of an answer. */
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

/* Appends a zeroed item. May move the items, so earlier pointers to them become invalid. */
void *list_add(struct list *l, struct arena *a);

/* Item `i`, which must exist. */
void *list_at(const struct list *l, size_t i);

#endif
