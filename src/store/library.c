/* SPDX-License-Identifier: MIT */
/* SQLite's global configuration. */
#include "library.h"

#include "base/blocks.h"
#include "page_cache.h"

#include <sqlite3.h>

static void *allocate(int size)
{
    return block_alloc((size_t) size);
}

static void *resize(void *block, int size)
{
    return block_resized(block, (size_t) size);
}

static int get_size(void *block)
{
    return block == NULL ? 0 : (int) block_size(block);
}

/* To what size a block would be made: SQLite accounts for it, and asks for a multiple of 8. */
static int round_up(int size)
{
    return (size + 7) & ~7;
}

static int initialize(void *context)
{
    (void) context;
    return SQLITE_OK;
}

static void finish(void *context)
{
    (void) context;
}

void library_configure(void)
{
    static const sqlite3_mem_methods memory = {
        .xMalloc = allocate,
        .xFree = block_free,
        .xRealloc = resize,
        .xSize = get_size,
        .xRoundup = round_up,
        .xInit = initialize,
        .xShutdown = finish,
    };

    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
    page_cache_configure();
}
