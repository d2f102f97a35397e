/* SPDX-License-Identifier: MIT */
/* Lists of free blocks, one for each size. They are global to the process. */
#include "base/blocks.h"

#include "base/memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* glibc's sizes: 24 bytes, and each 16 more. SQLite's and jansson's small objects have less than 2 KiB. */
#define SMALLEST 24
#define STEP 16
#define SIZES 128

/* Of all sizes together, so that a large document doesn't leave its memory here. */
#if defined(SANDGATE_SANITIZED)
#define KEPT_BYTES_MOST 0
#else
#define KEPT_BYTES_MOST ((size_t) 1 << 20)
#endif

struct block {
    struct block *next;
};

static struct block *kept[SIZES];
static size_t kept_bytes;

static size_t size_of(size_t index)
{
    return SMALLEST + index * STEP;
}

void *block_alloc(size_t size)
{
    size_t index = size <= SMALLEST ? 0 : (size - SMALLEST + STEP - 1) / STEP;

    if (index >= SIZES)
        return memory_try(size);
    struct block *b = kept[index];

    if (b == NULL)
        return memory_try(size_of(index));
    kept[index] = b->next;
    kept_bytes -= size_of(index);
    return b;
}

void block_free(void *block)
{
    if (block == NULL)
        return;
    size_t index = (malloc_usable_size(block) - SMALLEST) / STEP;

    if (index >= SIZES || kept_bytes + size_of(index) > KEPT_BYTES_MOST) {
        free(block);
        return;
    }
    struct block *b = block;

    b->next = kept[index];
    kept[index] = b;
    kept_bytes += size_of(index);
}

size_t block_size(void *block)
{
    return malloc_usable_size(block);
}

void *block_resized(void *block, size_t size)
{
    size_t old = block_size(block);

    if (size <= old && old < size_of(SIZES))
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
