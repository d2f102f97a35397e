/* SPDX-License-Identifier: MIT */
/* Lists of free blocks, one for each size. They are global to the process. */
#include "base/blocks.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Sizes are multiples of the grain. SQLite's and jansson's small objects have less than 2 KiB. */
#define GRAIN 32
#define KEPT_SIZE_MOST 2048
#define SIZES (KEPT_SIZE_MOST / GRAIN + 1)

/* Of all sizes together, so that a large document doesn't leave its memory here. */
#if defined(__SANITIZE_ADDRESS__)
#define KEPT_BYTES_MOST 0
#else
#define KEPT_BYTES_MOST ((size_t) 1 << 20)
#endif

struct block {
    size_t size;        /* of the bytes that follow */
    struct block *next; /* of a free one; the bytes of one in use begin here */
};

static struct block *kept[SIZES];
static size_t kept_bytes;

static struct block *block_of(const void *bytes)
{
    return (struct block *) (void *) ((char *) (uintptr_t) bytes - offsetof(struct block, next));
}

void *block_alloc(size_t size)
{
    size_t grains = size == 0 ? 1 : (size - 1) / GRAIN + 1;
    struct block *b;

    if (size <= KEPT_SIZE_MOST && kept[grains] != NULL) {
        b = kept[grains];
        kept[grains] = b->next;
        kept_bytes -= b->size;
        return &b->next;
    }
    b = memory_try(offsetof(struct block, next) + grains * GRAIN);
    if (b == NULL)
        return NULL;
    b->size = grains * GRAIN;
    return &b->next;
}

void block_free(void *block)
{
    if (block == NULL)
        return;
    struct block *b = block_of(block);

    if (b->size > KEPT_SIZE_MOST || kept_bytes + b->size > KEPT_BYTES_MOST) {
        free(b);
        return;
    }
    b->next = kept[b->size / GRAIN];
    kept[b->size / GRAIN] = b;
    kept_bytes += b->size;
}

size_t block_size(const void *block)
{
    return block_of(block)->size;
}

void *block_resized(void *block, size_t size)
{
    size_t old = block_size(block);

    if (size <= old && old <= KEPT_SIZE_MOST)
        return block;
    void *moved = block_alloc(size);

    if (moved == NULL)
        return NULL;
    memcpy(moved, block, size < old ? size : old);
    block_free(block);
    return moved;
}

void blocks_trim(void)
{
    for (size_t i = 0; i < SIZES; i++)
        while (kept[i] != NULL) {
            struct block *b = kept[i];

            kept[i] = b->next;
            free(b);
        }
    kept_bytes = 0;
}
