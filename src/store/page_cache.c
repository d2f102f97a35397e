/* SPDX-License-Identifier: MIT */
/*
 * At the end of a transaction SQLite removes the cached pages behind the end of the database. To find them it walks
 * the whole cache whenever a page number that high was in use, and each time pages of an index are split one is:
 * that of the lock bytes, as a temporary number. A database in memory has all its pages in the cache, so one
 * split in a database of a gigabyte would cost milliseconds. Here the pages are counted first.
 */
#include "page_cache.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The page with the byte at 1 GiB belongs to file locks: a database doesn't use it (SQLite: Database File Format,
 * "The Lock-Byte Page").
 */
#define LOCK_BYTE (1U << 30)

static sqlite3_pcache_methods2 library; /* SQLite's own */

/* The first cache of a database in memory, of those that exist; NULL: none. */
static struct {
    sqlite3_pcache *cache;
    unsigned lock_page;
} memory;

static sqlite3_pcache *create_cache(int page_size, int extra, int purgeable)
{
    sqlite3_pcache *cache = library.xCreate(page_size, extra, purgeable);

    /* a database in memory can't purge a page: it has no other copy */
    if (!purgeable && memory.cache == NULL) {
        memory.cache = cache;
        memory.lock_page = LOCK_BYTE / (unsigned) page_size + 1;
    }
    return cache;
}

static void destroy_cache(sqlite3_pcache *cache)
{
    if (cache == memory.cache)
        memory.cache = NULL;
    library.xDestroy(cache);
}

/* Whether all pages below `limit` are in the cache, and no other. */
static bool is_exact(sqlite3_pcache *cache, unsigned limit)
{
    unsigned pages = limit - 1 - (limit > memory.lock_page);

    return cache == memory.cache && (unsigned) library.xPagecount(cache) == pages;
}

static void remove_behind(sqlite3_pcache *cache, unsigned limit)
{
    if (!is_exact(cache, limit))
        library.xTruncate(cache, limit);
}

void page_cache_configure(void)
{
    sqlite3_pcache_methods2 methods;

    if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &methods) != SQLITE_OK ||
        methods.xTruncate == remove_behind)
        return;
    library = methods;
    methods.xCreate = create_cache;
    methods.xDestroy = destroy_cache;
    methods.xTruncate = remove_behind;
    sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}
